"""What hotato measures in a recording (caller on the first channel, agent on the second), as JSON."""

import json
import sys

from hotato._engine.score import ScoreConfig
from hotato.scan import scan_recording

config = ScoreConfig()
scan = scan_recording(sys.argv[1], cfg=config, min_gap_sec=0.2)
# In its walk sound lasts this much longer than it can be heard.
pads = {"caller": config.caller_vad.hangover_sec, "agent": config.agent_vad.hangover_sec}
print(json.dumps({"candidates": scan["candidates"], "padSeconds": pads}))
