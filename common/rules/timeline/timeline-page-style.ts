/** The style of an exported timeline; the colours are those of the window. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#e4e3df, #2c2c2a); --ink-2: light-dark(#5d5c57, #a9a8a1);
  --setting: light-dark(#c98a12, #e3af4a); --stt: light-dark(#0b7a76, #4ec4be); --us: light-dark(#6f6e67, #a3a29a);
  --server: light-dark(#7441d6, #b594ff); --model: light-dark(#5f6f12, #b9cc5e); --tts: light-dark(#b83c74, #f08bb6); --device: light-dark(#3f6c86, #86b6d1);
  --caller: light-dark(#2f5bea, #7d9bff); --agent: light-dark(#1b7f4b, #5fc990); --bad: light-dark(#b93127, #ff8d82); }
body { margin: 0 auto; padding: 32px 24px; max-width: 1000px; background: light-dark(#f6f6f4, #131312);
  color: light-dark(#1b1b19, #ecebe6); font: 14px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 22px; } h2 { margin: 0 0 8px; font-size: 15px; }
header p { margin: 4px 0; color: var(--ink-2); }
section { margin: 20px 0; padding: 16px 18px; border: 1px solid var(--line); border-radius: 12px;
  background: light-dark(#fff, #1b1b1a); }
section.late h2 { color: var(--bad); }
@media print { :root { color-scheme: light; } section { break-inside: avoid; } svg * { print-color-adjust: exact; } }
section p { margin: 4px 0; overflow-wrap: anywhere; } .caller::before { content: "Caller: "; color: var(--ink-2); }
.agent::before { content: "Heard: "; color: var(--ink-2); } .silence::before { content: "Silence within the answer: "; color: var(--ink-2); } .warning { color: var(--bad); }
svg { display: block; width: 100%; margin: 12px 0; } svg text { fill: currentColor; font-size: 11px; }
.grid { stroke: var(--line); } .zero { stroke: var(--caller); } svg .letter { font-weight: 600; text-anchor: middle; }
svg .ink-setting { fill: #241800; } svg .ink-stt { fill: light-dark(#fff, #04201f); } svg .ink-us { fill: light-dark(#fff, #1b1b1a); }
svg .ink-server { fill: light-dark(#fff, #1c0f38); } svg .ink-model { fill: light-dark(#fff, #1d2204); }
svg .ink-tts { fill: light-dark(#fff, #38101f); } svg .ink-device { fill: light-dark(#fff, #0b1d27); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 8px; padding: 0; list-style: none; font-size: 12px; color: var(--ink-2); }
.legend span { color: light-dark(#1b1b19, #ecebe6); font-weight: 600; } .budget { stroke: var(--bad); stroke-dasharray: 3 3; }
.own-setting { fill: var(--setting); } .own-stt { fill: var(--stt); } .own-us { fill: var(--us); }
.own-server { fill: var(--server); } .own-model { fill: var(--model); } .own-tts { fill: var(--tts); } .own-device { fill: var(--device); }
.hook { fill: var(--server); opacity: .35; } .line { stroke: var(--server); stroke-width: 2; }
section p code { font-size: 12px; } .tool, .words { color: var(--ink-2); } .broken { fill: var(--bad); }
.speech { fill: var(--agent); opacity: .18; } .said { fill: var(--caller); opacity: .18; }
.dead { fill: var(--bad); fill-opacity: .1; stroke: var(--bad); stroke-dasharray: 3 3; }
.wave-caller { stroke: var(--caller); } .wave-agent { stroke: var(--agent); }
summary { color: var(--ink-2); cursor: pointer; }
table { width: 100%; border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 8px; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; }
.n { text-align: right; } i { font-style: normal; font-weight: 600; }
i.own-setting { color: var(--setting); } i.own-stt { color: var(--stt); } i.own-us { color: var(--us); }
i.own-server { color: var(--server); } i.own-model { color: var(--model); } i.own-tts { color: var(--tts); } i.own-device { color: var(--device); }
`;
