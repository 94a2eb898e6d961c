// The first film, before the application is there.
//
// Asks for the first posts, shows the poster, plays the film without sound and says why it is shown.
// `window.vitrine` then hands the answer and the playing element over to src/browser/boot.rs, which
// asks for neither a second time. Only after the first frame the application itself is fetched, so
// that the two don't share the line.
(() => {
  "use strict";
  // How long the application waits for the first frame, in milliseconds: on a slow line a page that
  // can be used matters more than a film.
  const PATIENCE = 2500;
  const words = {
    en: {
      loading: "The shop is loading",
      failed: "The shop didn't load",
      retry: "Try again",
      sound: "Sound",
      paid_by: "Paid partnership with {{ payer }}",
      paid: "Paid partnership",
      commission: "Commission {{ rate }}: {{ name }} earns from sales",
      commission_plain: "{{ name }} earns from sales",
      own_brand: "Own brand: {{ name }} sells these",
      gifted_by: "Gifted by {{ payer }}",
      gifted: "Gifted",
      advertising: "Advertising",
    },
    de: {
      loading: "Der Laden lädt",
      failed: "Der Laden konnte nicht geladen werden",
      retry: "Noch einmal versuchen",
      sound: "Ton",
      paid_by: "Bezahlte Partnerschaft mit {{ payer }}",
      paid: "Bezahlte Partnerschaft",
      commission: "Provision {{ rate }}: {{ name }} verdient an Verkäufen",
      commission_plain: "{{ name }} verdient an Verkäufen",
      own_brand: "Eigene Marke: {{ name }} verkauft das selbst",
      gifted_by: "Geschenkt von {{ payer }}",
      gifted: "Geschenkt",
      advertising: "Werbung",
    },
  };

  const find = (id) => document.getElementById(id);
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const kept = (key) => {
    try {
      return localStorage.getItem(`vitrine.${key}`);
    } catch {
      return null;
    }
  };

  const keep = (key, value) => {
    try {
      localStorage.setItem(`vitrine.${key}`, value);
    } catch {
      // Then it holds for this page alone.
    }
  };

  // As src/state/language.rs and src/state/session.rs choose them.
  const tags = navigator.languages ?? [];
  const primary = (tag) => tag?.split("-")[0].toLowerCase();
  const lang = [kept("lang"), ...tags].map(primary).find((tag) => tag in words) ?? "en";
  const regional = tags.find((tag) => tag.includes("-"));
  const market = [kept("market"), regional?.slice(regional.indexOf("-") + 1).toUpperCase(), "DE"].find(
    (id) => id?.length === 2,
  );
  const dial = ["some", "none"].find((word) => word === kept("dial"));
  const say = words[lang];
  document.documentElement.lang = lang;

  // As src/api/feed.rs writes it.
  const place = `market=${market}&lang=${lang}`;
  const path = location.pathname;
  const post = /^\/p\/([^/]+)\/?$/.exec(path)?.[1];
  const isFeed = path === "/" || path === "/following" || Boolean(post);
  const rest = `${path === "/following" ? "&tab=following" : ""}${dial ? `&sell=${dial}` : ""}`;
  const url = post ? `/posts/${post}?${place}` : `/feed?${place}&limit=10${rest}`;

  const boot = { url, shown: false, second: second() };
  window.vitrine = boot;
  let begin;
  const begun = new Promise((resolve) => {
    begin = resolve;
  });

  const status = find("boot-status");
  if (isFeed) {
    find("boot").dataset.screen = "feed";
    status.textContent = say.loading;
    setTimeout(begin, PATIENCE);
    boot.answer = brought() ?? fetch(`/api/v1${url}`, { headers: { Accept: "application/json" } }).then((answer) =>
      answer.ok ? answer.text() : Promise.reject(answer.status),
    );
    boot.answer.then((text) => {
      const answer = JSON.parse(text);
      const first = post ? answer : answer.items[0];
      if (!first) return begin();
      // The film is asked for at once; what is seen of it waits for the first paint.
      const video = moves() ? ask(first) : undefined;
      afterPaint(() => show(first, video));
    }).catch(begin);
  } else {
    begin();
  }

  /** The answer, where the page brought the one that is wanted (crates/backend/src/http/first.rs). */
  function brought() {
    const block = find("first-answer");
    const [visit] = performance.getEntriesByType("navigation");
    // Going back may show the page as it was kept, and with it an old answer.
    if (visit?.type === "back_forward") return undefined;
    // A visit from elsewhere comes without the cookie: then it is right for a new browser alone.
    if (block?.dataset.url !== url || !("sure" in block.dataset || isNew())) return undefined;
    return Promise.resolve(block.textContent);
  }

  function isNew() {
    try {
      return localStorage.length === 0;
    } catch {
      return true;
    }
  }

  /** Where the film begins: as a link says (`?t=12`), or where it was when this page was left. */
  function second() {
    const [visit] = performance.getEntriesByType("navigation");
    let left = "";
    try {
      left = sessionStorage.getItem("vitrine.at") ?? "";
    } catch {
      // Storage may be closed; then it begins at its start.
    }
    const [id, at] = left.split(" ");
    const again = visit?.type === "reload" || visit?.type === "back_forward";
    const seconds = Number(again && id === post ? at : new URLSearchParams(location.search).get("t"));
    return post && seconds > 0 && seconds < 86_400 ? seconds : 0;
  }

  function moves() {
    return !matchMedia("(prefers-reduced-motion: reduce)").matches && document.visibilityState !== "hidden";
  }

  /** A page that isn't seen is never painted. */
  function afterPaint(then) {
    if (document.visibilityState === "hidden") return then();
    requestAnimationFrame(() => setTimeout(then));
  }

  function show(first, video) {
    const frame = find("boot-film");
    frame.style.setProperty("background-color", first.clip.dominant_color);
    frame.setAttribute("aria-label", first.clip.description);
    frame.append(poster(first.clip.poster));
    if (video) play(frame, video, first.clip.has_audio);
    const foot = find("boot-words");
    foot.append(make("p", "boot__name", first.creator.name));
    if (first.disclosure) foot.append(make("p", "boot__disclosure", disclosure(first)));
    if (!video) begin();
  }

  function poster(files) {
    const picture = make("picture", "boot__poster");
    const avif = document.createElement("source");
    avif.type = "image/avif";
    // The small one is enough for the blink of an eye that it is seen.
    avif.srcset = files.small_avif;
    const image = document.createElement("img");
    image.alt = "";
    image.fetchPriority = "high";
    image.src = files.small_jpeg;
    picture.append(avif, image);
    return picture;
  }

  /** An element that fetches the film of a post. */
  function ask(first) {
    const video = document.createElement("video");
    const source = choose(first.clip, video);
    if (!source) return undefined;
    Object.assign(video, {
      className: "slide__video",
      muted: true,
      playsInline: true,
      disablePictureInPicture: true,
      disableRemotePlayback: true,
      loop: true,
      preload: "auto",
      tabIndex: -1,
    });
    video.setAttribute("aria-hidden", "true");
    video.src = source.url;
    if (boot.second) video.currentTime = boot.second;
    boot.post = first.id;
    boot.src = source.url;
    return video;
  }

  function play(frame, video, hasSound) {
    const seen = (_, presented) => {
      // A frame from before the jump to the second of the link is not what was asked for.
      if (presented && presented.mediaTime < boot.second - 0.1) {
        video.requestVideoFrameCallback(seen);
        return;
      }
      boot.shown = true;
      frame.dataset.revealed = "true";
      begin();
    };
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(seen);
    else video.addEventListener("timeupdate", () => seen(), { once: true });
    const sound = find("boot-sound");
    const lost = () => {
      // The application starts with elements of its own and tells what is wrong.
      boot.video = undefined;
      sound.hidden = true;
      video.remove();
      begin();
    };
    if (video.error) return lost();
    video.addEventListener("error", lost, { once: true });
    frame.append(video);
    boot.video = video;
    boot.keep = () => video.removeEventListener("error", lost);
    if (hasSound) offerSound(sound, video);
    video.play().catch((error) => {
      if (error.name === "NotAllowedError") lost();
    });
  }

  /** Sound is a press away before the application is there, which finds the wish where it keeps its own. */
  function offerSound(button, video) {
    button.setAttribute("aria-label", say.sound);
    button.addEventListener("click", () => {
      video.muted = !video.muted;
      button.setAttribute("aria-pressed", `${!video.muted}`);
      keep("sound", video.muted ? "off" : "on");
    });
    button.hidden = false;
  }

  /** The smallest rendition that is half as high as its place: nothing is known of the line yet. */
  function choose(clip, video) {
    // The film is as high as the window, nearly: asking for its own height would lay the page out.
    const pixels = innerHeight * devicePixelRatio;
    const playable = clip.sources.filter((source) => video.canPlayType(source.type));
    playable.sort((a, b) => a.height - b.height);
    const saver = kept("saver") ? kept("saver") === "on" : navigator.connection?.saveData;
    return (!saver && playable.find((source) => source.height >= pixels / 2)) || playable[0];
  }

  /** As src/pages/feed/disclosure.rs says it. */
  function disclosure({ disclosure: { kind, payer, rate_bp: rate }, creator: { name } }) {
    const key = {
      paid_partnership: payer ? "paid_by" : "paid",
      affiliate: rate == null ? "commission_plain" : "commission",
      own_brand: "own_brand",
      gifted: payer ? "gifted_by" : "gifted",
    }[kind];
    // As Intl writes it, whose tables take too long to read before the first film.
    const percent = (bp) => (lang === "de" ? `${bp / 100}`.replace(".", ",") + "\u00a0%" : `${bp / 100}%`);
    const values = { payer, name, rate: rate == null ? "" : percent(rate) };
    return say[key ?? "advertising"].replace(/\{\{ (\w+) \}\}/g, (_, word) => values[word]);
  }

  /** Fetches and starts the application; index.html calls it with the files trunk made. */
  boot.load = async (script, wasm) => {
    await begun;
    try {
      const sheets = [...document.querySelectorAll("link[data-app]")].map(apply);
      const code = fetch(wasm, { credentials: "same-origin" });
      // Told where it is awaited.
      code.catch(() => {});
      readTables();
      const application = await import(script);
      await Promise.all(sheets);
      await application.default({ module_or_path: code });
    } catch (error) {
      console.error(error);
      failed();
    }
  };

  /** Numbers and dates are written with tables that a thread of its own reads meanwhile. */
  function readTables() {
    try {
      new Worker("/intl.js", { name: lang === "en" ? "en-GB" : lang });
    } catch {
      // Then the application reads them when it needs them.
    }
  }

  /** Style sheets wait as `media="print"`, so that they hold nothing up. */
  function apply(link) {
    link.media = "all";
    if (link.sheet) return undefined;
    return new Promise((done) => {
      link.addEventListener("load", done);
      link.addEventListener("error", done);
    });
  }

  function failed() {
    find("boot").dataset.failed = "true";
    status.textContent = `${say.failed}. `;
    const retry = make("button", "boot__retry", say.retry);
    retry.type = "button";
    retry.addEventListener("click", () => location.reload());
    status.append(retry);
  }
})();
