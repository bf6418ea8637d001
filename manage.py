#!/usr/bin/env python
"""Django's own commands, for developers: `manage.py makemigrations`. Everything else is `cmecf`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencmecf.config.settings")
os.environ.setdefault("SECRET_KEY", "only for making migrations")
execute_from_command_line(sys.argv)
