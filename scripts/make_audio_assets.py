"""Make, or check, the ambient beds, bells and cues in audio_assets/.

python scripts/make_audio_assets.py               everything
python scripts/make_audio_assets.py --only rain   one or more items
python scripts/make_audio_assets.py --check       compare files, sources and manifest
"""

import argparse
import sys
from pathlib import Path

from ambience import manifest

ROOT = Path(__file__).resolve().parent.parent / "audio_assets"


def main() -> int:
    """Command line: 0 when all is well, 1 when a check fails."""
    parser = argparse.ArgumentParser(description="Make or check the files in audio_assets/.")
    parser.add_argument("--only", nargs="+", default=[], metavar="ID", help="these items alone")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--out", type=Path, default=ROOT, help="directory (default: %(default)s)")
    args = parser.parse_args()
    unknown = sorted(set(args.only) - set(manifest.known_ids()))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(manifest.known_ids())}")
    if not args.check:
        manifest.make(args.out, args.only)
        return 0
    faults = manifest.check(args.out, args.only)
    for fault in faults:
        print(fault)
    print("audio assets differ" if faults else "audio assets match")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
