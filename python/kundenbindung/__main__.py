"""`python -m kundenbindung`: the same as the command `kundenbindung`."""

from kundenbindung.cli import main

raise SystemExit(main())
