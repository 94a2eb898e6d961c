"""Sound beds from numpy alone. Every voice wraps around the end of the clip, so the bed loops without a seam."""
import numpy as np


def _wrap(out, start, wave, pan=0.0):
    """Add a mono wave at a sample position, circularly, with equal-power panning."""
    n = out.shape[0]
    idx = (start + np.arange(len(wave))) % n
    ang = (pan + 1) * np.pi / 4
    np.add.at(out[:, 0], idx, wave * np.cos(ang))
    np.add.at(out[:, 1], idx, wave * np.sin(ang))


def _band(n, rate, lo, hi, rng):
    """Loopable noise in a band (shaped in the frequency domain, hence periodic)."""
    f = np.fft.rfftfreq(n, 1 / rate)
    amp = np.where((f > lo) & (f < hi), 1 / np.sqrt(np.maximum(f, 20)), 0)
    amp *= 1 / (1 + (f / hi)**4) * (f / (f + lo))
    w = np.fft.irfft(amp * np.exp(2j * np.pi * rng.random(len(f))), n)
    return w / np.abs(w).max()


def pad(n, rate, chords, length, soft=0.6):
    """Slow chords that swell into each other: a few detuned sines with gentle overtones."""
    out = np.zeros((n, 2))
    rng = np.random.default_rng(1)
    for at, notes in chords:
        m = int((length + 2.4) * rate)
        t = np.arange(m) / rate
        env = np.clip(t / 1.6, 0, 1)**1.5 * np.clip((length + 2.4 - t) / 2.2, 0, 1)**1.5
        for f in notes:
            for det, pan in ((-0.35, -0.6), (0.3, 0.6), (0.02, 0.0)):
                w = sum(np.sin(2 * np.pi * (f * k + det * k) * t + rng.uniform(0, 6.28)) * soft**(k * 1.6) / k for k in (1, 2, 3, 4))
                w *= 1 + 0.15 * np.sin(2 * np.pi * 0.23 * t + rng.uniform(0, 6.28))
                _wrap(out, int(at * rate) - int(0.8 * rate), w * env * 0.16 / len(notes)**0.5 * (220 / max(f, 110))**0.25, pan)
    return out


def plucks(n, rate, notes, decay, gain):
    """Felt-piano-like notes."""
    out = np.zeros((n, 2))
    for k, (at, f) in enumerate(notes):
        t = np.arange(int(decay * 2.2 * rate)) / rate
        w = sum(np.sin(2 * np.pi * f * h * (1 + 0.0004 * h * h) * t) * a * np.exp(-t * (2.4 + 1.6 * h) / decay) for h, a in ((1, 1), (2, 0.35), (3, 0.12), (4, 0.05)))
        w *= np.clip(t / 0.006, 0, 1) * np.clip((t[-1] - t) / 0.2, 0, 1)
        for echo, g in ((0, 1), (0.31, 0.32), (0.62, 0.14)):
            _wrap(out, int((at + echo) * rate), w * 0.16 * gain * g, (-0.4, 0.4, 0.1, -0.2)[k % 4] * (1 if echo == 0 else -1.6))
    return out


def glass(n, rate, notes, decay, gain):
    """Rubbed-glass tones: slow attack, inharmonic shimmer."""
    out = np.zeros((n, 2))
    for k, (at, f) in enumerate(notes):
        t = np.arange(int(decay * 1.6 * rate)) / rate
        env = (1 - np.exp(-t / 0.25)) * np.exp(-t / decay * 2.2) * np.clip((t[-1] - t) / 0.4, 0, 1)
        w = (np.sin(2 * np.pi * f * t) + 0.25 * np.sin(2 * np.pi * f * 2.76 * t) * np.exp(-t * 2) + 0.3 * np.sin(2 * np.pi * (f + 1.2) * t)) * env
        _wrap(out, int(at * rate), w * 0.13 * gain, (-0.5, 0.5, 0.0)[k % 3])
    return out


def noise(n, rate, lo, hi, gain, seed):
    """Room or street air."""
    rng = np.random.default_rng(seed)
    return np.stack([_band(n, rate, lo, hi, rng), _band(n, rate, lo, hi, rng)], -1) * gain


def chirps(n, rate, at, gain):
    """A small bird, far away."""
    out = np.zeros((n, 2))
    for k, (s, f) in enumerate(at):
        t = np.arange(int(0.13 * rate)) / rate
        w = np.sin(2 * np.pi * (f * t + 900 * t * t * (1 if k % 2 else -1))) * np.sin(np.pi * t / t[-1])**2
        for e, g in ((0, 1), (0.09, 0.4), (0.19, 0.2)):
            _wrap(out, int((s + e) * rate), w * gain * g, 0.5)
    return out


def clicks(n, rate, at, gain):
    """A lamp switch: two tiny resonant ticks."""
    out = np.zeros((n, 2))
    rng = np.random.default_rng(3)
    for s, g in at:
        for d, a, f in ((0, 1.0, 2300), (0.035, 0.6, 1700)):
            t = np.arange(int(0.05 * rate)) / rate
            w = (np.sin(2 * np.pi * f * t) * 0.6 + rng.normal(size=len(t)) * 0.4) * np.exp(-t / 0.006) * np.clip(t / 0.0008, 0, 1)
            _wrap(out, int((s + d) * rate), w * gain * g * a, -0.1)
    return out


def crackle(n, rate, count, gain, seed):
    """A candle wick."""
    out = np.zeros((n, 2))
    rng = np.random.default_rng(seed)
    for _ in range(count):
        t = np.arange(int(0.012 * rate)) / rate
        w = rng.normal(size=len(t)) * np.exp(-t / rng.uniform(0.0008, 0.003)) * np.clip(t / 0.0005, 0, 1)
        _wrap(out, int(rng.uniform(0, n)), w * gain * rng.uniform(0.2, 1), rng.uniform(-0.3, 0.5))
    return out


def kicks(n, rate, at, gain):
    """A soft, round drum."""
    out = np.zeros((n, 2))
    for s in at:
        t = np.arange(int(0.35 * rate)) / rate
        w = np.sin(2 * np.pi * (48 * t + 3.2 * (1 - np.exp(-t / 0.03)))) * np.exp(-t / 0.11) * np.clip(t / 0.004, 0, 1)
        _wrap(out, int(s * rate), w * gain * 0.6)
    return out


def shaker(n, rate, at, gain):
    """Brushed shaker."""
    out = np.zeros((n, 2))
    rng = np.random.default_rng(9)
    for k, s in enumerate(at):
        t = np.arange(int(0.09 * rate)) / rate
        w = np.diff(rng.normal(size=len(t) + 1)) * np.exp(-t / 0.022) * np.clip(t / 0.012, 0, 1)
        _wrap(out, int(s * rate), w * gain * (1 if k % 2 else 0.55), 0.25)
    return out


def snaps(n, rate, at, gain):
    """Finger snaps with a little room."""
    out = np.zeros((n, 2))
    rng = np.random.default_rng(12)
    for s in at:
        t = np.arange(int(0.2 * rate)) / rate
        w = rng.normal(size=len(t)) * np.exp(-t / 0.02) * np.clip(t / 0.001, 0, 1)
        spec = np.fft.rfft(w)
        f = np.fft.rfftfreq(len(w), 1 / rate)
        w = np.fft.irfft(spec * np.exp(-((f - 1900) / 900)**2), len(w))
        for e, g in ((0, 1), (0.021, 0.5), (0.07, 0.25)):
            _wrap(out, int((s + e) * rate), w * gain * g * 3, -0.15)
    return out


def bass(n, rate, notes, decay, gain):
    """Round bass notes."""
    out = np.zeros((n, 2))
    for s, f in notes:
        t = np.arange(int(decay * 1.5 * rate)) / rate
        w = (np.sin(2 * np.pi * f * t) + 0.3 * np.sin(4 * np.pi * f * t)) * np.exp(-t / decay * 2) * np.clip(t / 0.012, 0, 1) * np.clip((t[-1] - t) / 0.1, 0, 1)
        _wrap(out, int(s * rate), w * gain * 0.35)
    return out


def mix(n, rate, layers):
    """Sum the layers and give them a soft periodic room (circular convolution)."""
    x = sum(layers)
    rng = np.random.default_rng(77)
    m = int(1.6 * rate)
    t = np.arange(m) / rate
    out = np.empty_like(x)
    for c in range(2):
        ir = np.zeros(n)
        ir[:m] = rng.normal(size=m) * np.exp(-t / 0.42) * np.clip(t / 0.01, 0, 1)
        spec = np.fft.rfft(ir)
        f = np.fft.rfftfreq(n, 1 / rate)
        spec *= 1 / (1 + (f / 3200)**2)
        wet = np.fft.irfft(np.fft.rfft(x[:, c]) * spec, n)
        out[:, c] = x[:, c] + wet / (np.std(wet) + 1e-9) * np.std(x[:, c]) * 0.32
    return out
