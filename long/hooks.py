"""What schemathesis must know to come past the front door: who asks, by which headers, and what there is.

`cargo xtask test --only schemathesis` loads it (SCHEMATHESIS_HOOKS) and says where the shop is:
VITRINE_URL, VITRINE_MERCHANT_KEY, VITRINE_MERCHANT_SECRET, and VITRINE_COUNT, the file that the number of
requests is written to.
"""

import atexit
import hashlib
import hmac
import os
import random
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import requests
import schemathesis

BASE = os.environ["VITRINE_URL"]
KEY = os.environ["VITRINE_MERCHANT_KEY"]
SECRET = os.environ["VITRINE_MERCHANT_SECRET"]
COUNT = Path(os.environ["VITRINE_COUNT"])

VARIANT = "HAL-MUG-OAT"
ADDRESS = {"name": "Ada Kern", "line1": "Karl-Heine-Str. 1", "postal_code": "04229", "city": "Leipzig"}

# Requests use a thing up: bags are bought, orders canceled. After so many there are new ones.
FRESH_FOR = 150
# So many of ten requests ask for something that is there; the others for what was thought up.
KNOWN_OF_TEN = 8


class Scene:
    """A browser with a bag, a reservation and a paid order, and the pieces of them that have addresses."""

    def __init__(self):
        self.browser = requests.Session()
        self.browser.headers.update({"X-Vitrine": "1"})
        self.order = self.buy()
        self.checkout = self.reserve()
        self.cart = self.bag()

    def call(self, method, path, wanted, **more):
        headers = {"Idempotency-Key": str(uuid.uuid4()), **more.pop("headers", {})}
        answer = self.browser.request(method, BASE + path, headers=headers, timeout=30, **more)
        if answer.status_code != wanted:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json()

    def bag(self):
        cart = self.call("POST", "/api/v1/carts", 201, json={"market": "DE"})
        path = f"/api/v1/carts/{cart['id']}"
        line = {"variant_id": VARIANT, "quantity": 1}
        cart = self.call("POST", f"{path}/lines", 200, json=line, headers=version(cart))
        fill = {"contact": {"email": "ada@example.com"}, "shipping_address": ADDRESS}
        return self.call("PATCH", path, 200, json=fill, headers=version(cart))

    def reserve(self):
        cart = self.bag()
        wish = {"cart_id": cart["id"], "cart_version": cart["version"]}
        return self.call("POST", "/api/v1/checkouts", 201, json=wish)

    def buy(self):
        checkout = self.reserve()
        path = f"/api/v1/checkouts/{checkout['id']}"
        total = {"expected_total": checkout["totals"]["total"]}
        paying = self.call("POST", f"{path}/payment", 200, json=total)
        page = paying["payment"]["next_action"]["url"]
        self.browser.post(BASE + page, data={"number": "4242424242424242"}, allow_redirects=False, timeout=30)
        for _ in range(400):
            answer = self.browser.post(
                f"{BASE}{path}/complete", json=total, headers={"Idempotency-Key": str(uuid.uuid4())}, timeout=30
            )
            if answer.status_code == 200:
                return self.call("GET", f"/api/v1/orders/{answer.json()['order_id']}", 200)
            time.sleep(0.05)
        raise RuntimeError(f"the paid checkout never becomes an order: {answer.text}")

    def known(self, path, name):
        """The address of something that is there, for a place in a path; None where nothing fits."""
        if name == "line":
            return self.cart["lines"][0]["id"]
        if name != "id":
            return None
        kinds = {
            "/api/v1/carts/": self.cart["id"],
            "/api/v1/checkouts/": self.checkout["id"],
            "/api/v1/orders/": self.order["id"],
            "/merchant/v1/orders/": self.order["id"],
            "/merchant/v1/parcels/": parcel(self.order),
            "/api/v1/posts/": POSTS[0]["id"],
            "/api/v1/creators/": POSTS[0]["creator"]["id"],
            "/api/v1/products/": product(POSTS),
        }
        return next((known for start, known in kinds.items() if path.startswith(start)), None)


def version(cart):
    return {"If-Match": f'"{cart["version"]}"'}


def parcel(order):
    shipments = order.get("shipments") or []
    return shipments[0]["id"] if shipments else None


def product(posts):
    shown = [anchor["product"]["id"] for post in posts for anchor in post["anchors"]]
    return shown[0] if shown else None


POSTS = requests.get(f"{BASE}/api/v1/feed", params={"limit": 50}, timeout=30).json()["items"]
DICE = random.Random(20261126)
LOCK = threading.Lock()
STATE = {"scene": None, "requests": 0}


def scene():
    with LOCK:
        if STATE["requests"] % FRESH_FOR == 0:
            STATE["scene"] = Scene()
        STATE["requests"] += 1
        return STATE["scene"]


@atexit.register
def write_count():
    COUNT.write_text(str(STATE["requests"]))


def signed(request):
    """The signature of a merchant's call, made of what is really sent."""
    parts = urlsplit(request.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    now, nonce = str(int(time.time())), uuid.uuid4().hex
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    head = f"v1\n{request.method}\n{target}\n{now}\n{nonce}\n".encode()
    words = {
        "vitrine-key": KEY,
        "vitrine-timestamp": now,
        "vitrine-nonce": nonce,
        "vitrine-signature": hmac.new(SECRET.encode(), head + body, hashlib.sha256).hexdigest(),
    }
    request.headers.update(words)
    return request


@schemathesis.hook
def before_call(context, case, kwargs):
    path, now = case.operation.path, scene()
    if DICE.randrange(10) < KNOWN_OF_TEN:
        for name in list(case.path_parameters or {}):
            case.path_parameters[name] = now.known(path, name) or case.path_parameters[name]
    if case.headers is None:
        case.headers = {}
    case.headers["X-Vitrine"] = "1"
    case.headers["Idempotency-Key"] = str(uuid.uuid4())
    case.headers["If-Match"] = f'"{DICE.randrange(1, 5)}"'
    if path.startswith("/merchant/"):
        kwargs["auth"] = signed
    elif path != "/api/v1/session":
        # The session that everything hangs on isn't ended.
        case.headers["Cookie"] = "; ".join(f"{cookie.name}={cookie.value}" for cookie in now.browser.cookies)
