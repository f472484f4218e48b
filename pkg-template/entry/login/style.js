// @ts-check

const CSS = `
:host { display: block; inline-size: 100%; max-inline-size: var(--wawp-width, 48rem); container-type: inline-size; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; margin: 0; padding: 0; }
.card {
  --accent: var(--wawp-accent, light-dark(#0b6b53, #74d6b4));
  --on-accent: var(--wawp-on-accent, light-dark(#fff, #04241b));
  --surface: var(--wawp-surface, light-dark(#fff, #161d1b));
  --ink: var(--wawp-ink, light-dark(#15201c, #e7ede9));
  --soft: var(--wawp-ink-soft, light-dark(#55635d, #a2b1aa));
  --line: var(--wawp-line, light-dark(#dadfd7, #33403b));
  --radius: var(--wawp-radius, 1rem);
  --pad: clamp(.5rem, 25cqi - 66px, 2rem);
  --size: max(232px, min(var(--wawp-code-size, 280px), 100cqi - 2 * var(--pad) - 48px));
  position: relative;
  display: grid;
  gap: 1.25rem;
  justify-items: center;
  padding: max(1rem, var(--pad)) var(--pad);
  background: var(--surface);
  color: var(--ink);
  border: 1px solid var(--line);
  border-radius: var(--radius);
  font: var(--wawp-font, 1rem/1.5 system-ui, sans-serif);
  overflow-wrap: anywhere;
}
.card > * { max-inline-size: 100%; }
h2 { font-size: 1.375em; line-height: 1.25; text-align: center; text-wrap: balance; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: .25rem; }
h2:focus-visible { outline-width: 2px; }
.soft { color: var(--soft); font-size: .875em; }

.stage { display: grid; gap: 1rem; justify-items: center; }
.code {
  color-scheme: light;
  forced-color-adjust: none;
  --accent: #0b6b53;
  --on-accent: #fff;
  --line: #dadfd7;
  display: grid;
  place-items: center;
  box-sizing: content-box;
  inline-size: var(--size);
  block-size: var(--size);
  padding: 22px;
  background: #fff;
  color: #15201c;
  border: 1px solid var(--line);
  border-radius: calc(var(--radius) * .75);
}
img { display: block; inline-size: 100%; image-rendering: pixelated; }
.cover { display: grid; gap: 1rem; justify-items: center; max-inline-size: 15rem; text-align: center; }
.spinner {
  inline-size: 2.5rem;
  block-size: 2.5rem;
  border: 3px solid var(--line);
  border-block-start-color: var(--accent) !important;
  border-radius: 50%;
  animation: turn 1s linear infinite;
}
@keyframes turn { to { rotate: 1turn; } }
.countdown { justify-self: start; display: flex; align-items: center; gap: .75rem; max-inline-size: calc(var(--size) + 46px); text-wrap: balance; }
.ring { position: relative; flex: none; display: grid; place-items: center; inline-size: 2.5rem; block-size: 2.5rem; }
.ring svg { position: absolute; inset: 0; rotate: -90deg; background: radial-gradient(closest-side, transparent 81%, var(--line) 82% 93%, transparent 94%); }
circle { fill: none; stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 100; transition: stroke-dashoffset 1s linear; }
.ring b { font-size: .875em; font-variant-numeric: tabular-nums; }

[part=steps] { display: grid; gap: .75rem; inline-size: 100%; max-inline-size: 24rem; list-style: none; counter-reset: step; }
li { counter-increment: step; display: block; position: relative; padding-inline-start: 2.5rem; min-block-size: 1.75rem; padding-block: .125rem; }
li::before {
  content: counter(step);
  position: absolute;
  inset: 0 auto auto 0;
  inset-inline: 0 auto;
  display: grid;
  place-items: center;
  inline-size: 1.75rem;
  block-size: 1.75rem;
  border: 1px solid var(--line);
  border-radius: 50%;
  color: var(--accent);
  font-weight: 600;
  font-size: .875em;
}
strong { font-weight: 650; }

button { font: inherit; font-weight: 600; cursor: pointer; color: var(--accent); background: none; border: 0; border-radius: calc(var(--radius) * .625); }
.button { min-block-size: 2.75rem; padding: .5rem 1.25rem; background: var(--accent); color: var(--on-accent); border: 1px solid transparent; }
.quiet { background: none; color: var(--accent); border-color: var(--accent); }
.button:hover { filter: brightness(1.08); }
.button[aria-disabled=true] { opacity: .75; cursor: progress; }
.link { text-wrap: balance; min-block-size: 2rem; padding: .25rem .5rem; text-decoration: underline; text-underline-offset: .2em; text-decoration-thickness: 1px; }
.link:hover { text-decoration-thickness: 2px; }
.foot { display: grid; gap: .25rem; justify-items: center; text-align: center; }

.number { display: grid; gap: .5rem; inline-size: 100%; max-inline-size: 24rem; }
.number [part=status] { margin-block-end: .5rem; }
label { font-weight: 600; }
input { min-block-size: 2.75rem; padding: .5rem .75rem; font: inherit; font-size: 1.125em; color: inherit; background: var(--surface); border: 1px solid var(--soft); border-radius: calc(var(--radius) * .625); inline-size: 100%; }
[dir=rtl] input { text-align: end; }
.number .button { margin-block-start: .5rem; }
[part=problem] { color: light-dark(#a4262c, #ff9d95); font-weight: 600; font-size: .875em; }
input[aria-invalid=true] { border-color: light-dark(#a4262c, #ff9d95); }
.paired { display: grid; gap: 1rem; justify-items: center; text-align: center; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; justify-content: center; }
.pair-code { padding: .5rem 1rem; font: 600 clamp(1.5rem, 9cqi, 2.25rem)/1.25 ui-monospace, Menlo, Consolas, monospace; letter-spacing: .08em; white-space: nowrap; border: 1px solid var(--line); border-radius: calc(var(--radius) * .625); user-select: all; }

.badge { display: none; place-items: center; inline-size: 4rem; block-size: 4rem; border-radius: 50%; color: var(--soft); border: 2px solid var(--line); }
.badge svg { inline-size: 2rem; }
path { fill: none; stroke: currentcolor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
[data-ending=linked] .badge { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.end { display: none; gap: 1.25rem; justify-items: center; max-inline-size: 24rem; text-align: center; }
.end [part=status] { color: var(--soft); text-wrap: balance; }
bdi { color: var(--ink); font-weight: 600; }
:is([data-panel=end], [data-panel=wait]) { padding-block: clamp(1.5rem, 8cqi, 3rem); }
:is([data-panel=end], [data-panel=wait]) :is(.badge, .end) { display: grid; }
.notice { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; inline-size: 100%; max-inline-size: 24rem; padding: .75rem; border: 1px solid light-dark(#c98a1b, #f0b65f); border-radius: calc(var(--radius) * .625); background: light-dark(#fbf0da, #30260f); }

[data-panel=end] :is(.foot, .notice),
:is([data-panel=end], [data-panel=wait]) :is(.stage, .number, .paired, ol),
[data-panel=wait] [part=time],
[data-panel=scan] :is(.number, .paired),
[data-panel=number] :is(.stage, .paired, ol),
[data-panel=code] :is(.stage, .number) { display: none; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

@container (inline-size >= 42rem) {
  [data-panel=scan] { grid-template: auto auto auto 1fr / auto 1fr; column-gap: 2.5rem; justify-items: start; align-items: start; }
  [data-panel=scan] .stage { grid-area: 1 / 1 / -1 / 2; }
  [data-panel=scan] > :not(.stage) { grid-column: 2; }
  [data-panel=scan] h2, [data-panel=scan] .foot { text-align: start; justify-items: start; }
  [data-panel=scan] .link { padding-inline: 0; text-align: start; }
}
@media (prefers-reduced-motion: reduce) { .spinner { animation: none; } circle { transition: none; } }
@media (forced-colors: active) {
  circle, path { stroke: CanvasText; }
  .button { border-color: ButtonText; }
  .code { border-color: CanvasText; }
  .notice, .pair-code, .badge, li::before { border-color: CanvasText; }
}
`;

/** @type {CSSStyleSheet | undefined} */
let shared;

/** The style of all elements of this kind. Made when first used: a server has no style sheets. */
export function sheet() {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(CSS);
  }
  return shared;
}
