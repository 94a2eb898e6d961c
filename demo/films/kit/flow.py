"""Frames between two rendered ones, by dense optical flow from both sides."""
import cv2
import numpy as np


class Flow:
    """The flow between two frames; frames between them on request."""

    def __init__(self, a, b):
        self.a, self.b = a, b
        ga, gb = (cv2.cvtColor(x, cv2.COLOR_RGB2GRAY) for x in (a, b))
        dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self.ab, self.ba = dis.calc(ga, gb, None), dis.calc(gb, ga, None)
        h, w = ga.shape
        self.grid = np.dstack(np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32)))

    def source(self, flow, t):
        """Where a pixel of the frame at time t came from: a fixed point of p - t * flow(p)."""
        p = self.grid - t * flow
        for _ in range(2):
            p = self.grid - t * sample(flow, p)
        return p

    def at(self, t):
        wa = sample(self.a, self.source(self.ab, t), cv2.INTER_CUBIC)
        wb = sample(self.b, self.source(self.ba, 1 - t), cv2.INTER_CUBIC)
        return cv2.addWeighted(wa, 1 - t, wb, t, 0)


class Edges(Flow):
    """For a fast move of the camera: what comes in at an edge is only in one of the two frames. It moves as what is sure
    beside it does, and a pixel is taken from the side that has it."""

    def __init__(self, a, b):
        super().__init__(a, b)
        (self.ab, self.in_a), (self.ba, self.in_b) = self.settled(self.ab, self.ba), self.settled(self.ba, self.ab)

    def inside(self, p):
        """How far inside of the frame a place is, in pixels."""
        h, w = self.a.shape[:2]
        return np.minimum.reduce([p[..., 0], p[..., 1], w - 1 - p[..., 0], h - 1 - p[..., 1]])

    def settled(self, there, back):
        """The flow with its unsure parts filled in from around them, and how sure it was (0 to 1): sure is what leads
        back to where it came from."""
        size = there.shape[1::-1]
        ends = self.grid + there
        miss = np.linalg.norm(there + sample(back, ends), axis=2)
        sure = ((miss < 1.5 + 0.05 * np.linalg.norm(there, axis=2)) & (self.inside(ends) >= 0)).astype(np.float32)
        sure = cv2.erode(sure, np.ones((5, 5)))
        out, todo = there.copy(), sure < 0.5
        low = cv2.resize(np.dstack([there * sure[..., None], sure]), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        for sigma in (2, 4, 8, 16, 32, 64):
            wide = cv2.resize(cv2.GaussianBlur(low, (0, 0), sigma), size, interpolation=cv2.INTER_LINEAR)
            use = todo & (wide[..., 2] > 0.15)
            out[use] = wide[use][:, :2] / wide[use][:, 2:]
            todo &= ~use
        return out, cv2.GaussianBlur(sure, (0, 0), 2)

    def side(self, image, flow, sure, t):
        """One frame's pixels as they are at time t, and their weights."""
        p = self.source(flow, t)
        weight = (0.02 + 0.98 * sample(sure, p)) * np.clip(self.inside(p) / 4 + 1, 0, 1) + 1e-4
        return sample(image, p, cv2.INTER_CUBIC).astype(np.float32), weight[..., None]

    def at(self, t):
        a, wa = self.side(self.a, self.ab, self.in_a, t)
        b, wb = self.side(self.b, self.ba, self.in_b, 1 - t)
        wa, wb = wa * (1 - t), wb * t
        return np.clip((a * wa + b * wb) / (wa + wb) + 0.5, 0, 255).astype(np.uint8)


def sample(image, p, how=cv2.INTER_LINEAR):
    """An image's values at places; its edges go on."""
    return cv2.remap(image, p, None, how, borderMode=cv2.BORDER_REPLICATE)
