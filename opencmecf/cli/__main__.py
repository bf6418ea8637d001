"""`python -m opencmecf.cli`."""

import sys

from opencmecf.cli import main

sys.exit(main())
