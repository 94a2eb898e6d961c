"""localstripe on 127.0.0.1 alone, without its file in /tmp: its own command listens on every address."""

import sys

from aiohttp import web
from localstripe.resources import store
from localstripe.server import app

store.dump_to_disk = lambda: None
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]))
