"""Prints hotato's measurements of a recording (first channel caller, second channel agent) as JSON."""

import json
import sys

from hotato._engine.score import ScoreConfig
from hotato.scan import scan_recording

config = ScoreConfig()
scan = scan_recording(sys.argv[1], cfg=config, min_gap_sec=0.2)
# hotato's analysis extends each sound by this much.
pads = {"caller": config.caller_vad.hangover_sec, "agent": config.agent_vad.hangover_sec}
print(json.dumps({"candidates": scan["candidates"], "padSeconds": pads}))
