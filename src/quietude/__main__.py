"""``python -m quietude``."""

from quietude._util.child_python import leave_out_current_folder

leave_out_current_folder()  # before anything else is looked for there

from quietude.cli import main  # noqa: E402

main()
