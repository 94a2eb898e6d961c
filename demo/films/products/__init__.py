"""The products. Each module has COLOURS, VIEW (how its still is taken) and build(colour) -> group object."""
from importlib import import_module

NAMES = ["mug", "teapot", "vase", "lamp", "speaker", "headphones", "perfume", "candle", "notebook", "backpack", "cap", "skateboard",
         "watch", "sunglasses", "plant", "chair", "rug", "kettle", "shoes"]


def module(name):
    """The model's module."""
    return import_module(f"products.{name}")


def build(name, colour=None, **options):
    """Build one product; without a colour, its first."""
    m = module(name)
    return m.build(colour or next(iter(m.COLOURS)), **options)
