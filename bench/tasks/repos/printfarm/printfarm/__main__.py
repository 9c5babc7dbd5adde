from printfarm.cli import main

raise SystemExit(main())
