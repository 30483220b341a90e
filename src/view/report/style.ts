/** The page's style: one accent, generous space, numbers that stand under each other. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --sheet: #ffffff; --ink: #1c1e21; --quiet: #585d63; --rule: #dedbd3;
  --accent: #0b655c; --second: #8a4b12; --third: #55487f; --bad: #a3231f; --badsheet: #fbeceb; --heat: .5%;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Noto Serif", serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --sheet: #1a1d22; --ink: #e9e7e2; --quiet: #a6abb1; --rule: #33373e;
    --accent: #63c7b8; --second: #e0a263; --third: #b3a3ea; --bad: #ff9d94; --badsheet: #35201f; --heat: .42%;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
main, nav, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
.skip { position: absolute; left: -100vw; top: 0; background: var(--accent); color: var(--paper); padding: .6rem 1rem; z-index: 1; }
.skip:focus { left: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
a { color: var(--accent); text-underline-offset: .18em; }
header { padding-top: clamp(2rem, 6vw, 4.5rem); }
.eyebrow { margin: 0 0 1rem; color: var(--quiet); font-size: .875rem; letter-spacing: .01em; }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.6rem, 1.1rem + 2.5vw, 2.6rem); letter-spacing: -.012em; margin: 0 0 1.25rem; max-width: 24em; }
h2 { font-size: 1.6rem; margin: 0 0 .6rem; }
h3 { font-size: 1.15rem; margin: 2.5rem 0 .4rem; }
.standfirst, .lead, .prose, h3 + p { max-width: 44rem; }
.standfirst { font-size: 1.0625rem; margin: 0 0 1.5rem; }
section > .note { max-width: 44rem; }
.lead { margin: 0 0 1.5rem; color: var(--quiet); }
.quiet, caption, figcaption { color: var(--quiet); }
.quiet { font-weight: 400; }
section { padding: 3.25rem 0 0; }
section > :last-child { margin-bottom: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 1.25rem 1.5rem; margin: 2rem 0 0; padding: 1.25rem 0; border-block: 1px solid var(--rule); }
.figures div { display: flex; flex-direction: column; }
.figures dt { color: var(--quiet); font-size: .875rem; }
.figures dd { margin: 0; }
.figures strong { display: block; font: 600 1.75rem/1.3 var(--serif); }
.figures span { font-size: .875rem; color: var(--quiet); }
.figures span b { display: none; }
.banner { border-left: 4px solid var(--accent); background: var(--sheet); padding: .8rem 1rem; margin: 0 0 1rem; max-width: 52rem; }
.banner.bad { border-color: var(--bad); background: var(--badsheet); }
.banner.bad b { color: var(--bad); }
nav { font-size: .9375rem; padding-top: 1rem; }
nav ol { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.25rem; margin: 0; padding: 0; }
nav a { display: inline-block; padding: .15rem 0; }
figure { margin: 0 0 1.25rem; }
figcaption { font-size: .9375rem; margin-bottom: .25rem; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { font: 13px var(--sans); fill: var(--quiet); font-variant-numeric: tabular-nums; }
.chart .grid line { stroke: var(--rule); stroke-width: 1; }
.chart.narrow { display: none; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.main { stroke: var(--accent); stroke-width: 2.5; }
.line.second { stroke: var(--second); stroke-dasharray: 6 4; }
.line.third { stroke: var(--third); stroke-dasharray: 2 3; }
.band { opacity: .16; }
.band.second, .band.third { opacity: .1; }
.band.main, .mark.main { fill: var(--accent); }
.band.second, .mark.second { fill: var(--second); }
.band.third, .mark.third { fill: var(--third); }
.spark { display: block; }
.spark path { fill: var(--accent); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .75rem 0 0; padding: 0; font-size: .9375rem; }
.legend svg { vertical-align: middle; }
.charts, .columns, .maps { display: grid; gap: 1.5rem 2rem; }
.charts { grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); margin-bottom: 1.25rem; }
.columns { grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); align-items: start; }
.maps { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); margin-bottom: 1.25rem; }
.charts > *, .columns > *, .maps > * { min-width: 0; }
.box { overflow-x: auto; margin: 0 0 1.5rem; }
@media screen and (min-width: 70rem) { .box:has(> table) { width: max-content; min-width: 100%; max-width: calc(100% + (100vw - 62rem) / 2 - 1rem); } }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; line-height: 1.45; }
caption { text-align: left; padding: 0 0 .4rem; font-size: .9375rem; }
th, td { text-align: left; padding: .4rem .9rem .4rem 0; border-top: 1px solid var(--rule); vertical-align: top; font-weight: 400; white-space: nowrap; }
td:last-child, th:last-child { padding-right: 0; }
thead th { border-top: 0; color: var(--quiet); font-size: .875rem; vertical-align: bottom; }
th.n, td.n { text-align: right; }
th .quiet { display: block; font-size: .875rem; white-space: normal; min-width: 14rem; }
td b { font-weight: 600; }
.heat { border-spacing: 2px; border-collapse: separate; table-layout: auto; }
.heat th { border: 0; padding: .2rem .6rem .2rem 0; }
.heat thead th:not(:first-child), .heat td { text-align: center; padding: .25rem 0; border: 0; width: 3.1rem; }
.heat td { background: color-mix(in srgb, var(--accent) calc(var(--s) * var(--heat)), var(--sheet)); border-radius: 3px; }
.heat td.none { background: none; color: var(--quiet); }
.meter { display: block; width: 100%; min-width: 5rem; height: .55rem; margin-top: .45rem; background: var(--rule); border-radius: 2px; overflow: hidden; }
.meter i { display: block; height: 100%; background: var(--accent); }
.decision { white-space: nowrap; }
.decision.promoted { color: var(--accent); font-weight: 600; }
.decision.rolled-back { color: var(--bad); font-weight: 600; }
details { border-top: 1px solid var(--rule); margin: 0 0 0; padding: .1rem 0; }
details:last-of-type { border-bottom: 1px solid var(--rule); }
details[open] { padding-bottom: 1rem; }
summary { cursor: pointer; padding: .55rem 0; color: var(--accent); font-weight: 500; }
summary .quiet { font-size: .875rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 1rem; }
.card { background: var(--sheet); border: 1px solid var(--rule); border-radius: 6px; padding: 1rem 1.1rem; min-width: 0; }
.statement { font: 600 1.125rem/1.4 var(--serif); margin: 0 0 .75rem; white-space: pre-wrap; }
.card dl { margin: 0; font-size: .9375rem; }
.card dl > div { display: grid; grid-template-columns: 5.75rem minmax(0, 1fr); gap: .6rem; padding: .2rem 0; }
.card dt { color: var(--quiet); }
.card dd { margin: 0; }
.attempt + .attempt { margin-top: .35rem; }
.evidence { list-style: none; margin: 0; padding: 0; }
.evidence { font-size: .875rem; color: var(--quiet); }
.correct { color: var(--accent); }
.incorrect { color: var(--bad); }
.undecided { color: var(--second); }
code, pre { font-family: var(--mono); font-size: .875em; }
pre { background: var(--sheet); border: 1px solid var(--rule); border-radius: 6px; padding: .9rem 1rem; line-height: 1.5; }
pre code { font-size: .8125rem; }
.prose { padding-left: 1.2rem; }
.prose li { margin-bottom: .5rem; }
footer { padding: 3rem 1.25rem 4rem; color: var(--quiet); font-size: .875rem; }
@media (max-width: 40rem) {
  .chart.wide { display: none; }
  .chart.narrow { display: block; }
  section { padding-top: 2.5rem; }
  .figures { grid-template-columns: 1fr 1fr; }
  .heat td { width: 2.4rem; }
}
@media print {
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --accent: #0b655c; --second: #8a4b12; --third: #55487f; --bad: #a3231f; --badsheet: #fff; --heat: .5%; color-scheme: light; }
  body { font-size: 10pt; }
  nav, .skip { display: none; }
  section, header { padding-top: 1.5rem; }
  .box { overflow: visible; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  #reproduce details::details-content { content-visibility: visible; }
  th, td { white-space: normal; }
  table, figure, .card, .banner { break-inside: avoid; }
  h2, h3, caption, .lead { break-after: avoid; }
  .meter i, .heat td, .band { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
