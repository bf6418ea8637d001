"""The WSGI application that `cmecf serve` runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencmecf.config.settings")
application = get_wsgi_application()

# What is loaded by now stays for good, some 150,000 objects. Python would go through all of them again several times a
# second, which holds up every thread for tens of milliseconds. The processes of a server share them as well.
gc.collect()
gc.freeze()
