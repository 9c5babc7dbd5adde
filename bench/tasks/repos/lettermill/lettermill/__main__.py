from lettermill.cli import main

raise SystemExit(main())
