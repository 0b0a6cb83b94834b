import { countColumns } from "./counts.ts";
import { palette, type SchemeColour } from "./palette.ts";

const colours = (scheme: keyof SchemeColour): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour[scheme]};`)
    .join("");

const outcomes = countColumns
  .map(
    ({ className }) =>
      `.${className}{color:var(--${className})}rect.${className},i.${className}{fill:var(--${className});background:var(--${className})}`,
  )
  .join("\n");

/** The styles of every page. They name no font and no image, so that nothing is loaded. */
export const pageStyles = `:root{color-scheme:light dark;${colours("light")}}
@media (prefers-color-scheme:dark){:root{${colours("dark")}}}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
code,.unit{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em;overflow-wrap:anywhere;unicode-bidi:isolate}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus{outline:0}
.skip{position:absolute;left:-100vw;top:0;z-index:3;background:var(--panel);padding:.5rem 1rem}
.skip:focus{left:0}
.wide{max-width:78rem;margin:0 auto;padding:0 1.25rem}
header.page{padding:1.75rem 0 1.25rem}
.above{margin:0;color:var(--quiet);font-size:.875rem}
h1{font-size:1.75rem;line-height:1.2;margin:.2rem 0 0;letter-spacing:-.01em}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .25rem}
h3{font-size:1rem;margin:1.25rem 0 .4rem}
p{margin:.25rem 0 .75rem;max-width:46rem}
.quiet,caption,figcaption{color:var(--quiet)}
nav.contents{position:sticky;top:0;z-index:2;background:var(--page);border-bottom:1px solid var(--line)}
nav.contents ul{display:flex;gap:0 1.25rem;list-style:none;margin:0 auto;overflow-x:auto;white-space:nowrap}
nav.contents a{display:block;padding:.6rem 0;text-decoration:none;font-size:.9rem}
nav.contents a:hover,nav.contents a:focus-visible{text-decoration:underline}
nav.contents a:focus-visible{outline-offset:-2px}
section{padding:1.75rem 0 .5rem;content-visibility:auto;contain-intrinsic-size:auto 50rem}
dl.facts{display:flex;flex-wrap:wrap;gap:1px;margin:1.25rem 0 0;background:var(--line);border:1px solid var(--line);border-radius:6px;overflow:hidden}
dl.facts div{flex:1 1 9.5rem;background:var(--panel);padding:.7rem .9rem}
dl.facts dt{font-size:.8rem;color:var(--quiet)}
dl.facts dd{margin:0;font-size:1.2rem;font-weight:600;line-height:1.35;overflow-wrap:anywhere}
dl.facts dd small{display:block;font-size:.8rem;font-weight:400;color:var(--quiet)}
.scroll{overflow-x:auto;background:var(--panel);border:1px solid var(--line);border-radius:6px;margin:.5rem 0 1rem;contain:paint}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:start;padding:.55rem .8rem;font-size:.85rem;border-bottom:1px solid var(--line)}
th,td{padding:.26rem .8rem;text-align:start;vertical-align:top;border-bottom:1px solid var(--line)}
tr:last-child>*{border-bottom:0}
tbody+tbody tr:first-child>*{border-top:1px solid var(--line)}
thead th{font-size:.8rem;font-weight:600;color:var(--quiet);white-space:nowrap;vertical-align:bottom;background:var(--raised)}
tbody th{font-weight:400}
tfoot>tr>*{font-weight:600;border-top:1px solid var(--line)}
.number{text-align:end;white-space:nowrap}
td.zero{color:var(--quiet)}
table.commands tbody th{width:100%;min-width:15rem}
.scroll th>code,.scroll td>code,.nowrap{white-space:nowrap}

table.commands svg{vertical-align:middle}
details>summary{cursor:pointer}
details.command>summary{white-space:nowrap}
ul.units{list-style:none;margin:.3rem 0 .4rem;padding:0;max-width:52rem}
ul.units li{display:grid;grid-template-columns:minmax(9rem,18rem) 8.5rem minmax(8rem,1fr);gap:.1rem .9rem;padding:.16rem 0;border-top:1px solid var(--line);font-size:.86rem}
ul.units .about{color:var(--quiet);overflow-wrap:anywhere}
.mark{font-size:.82rem;white-space:nowrap}
.mark i{display:inline-block;width:.6em;height:.6em;border-radius:2px;margin-inline-end:.4em}
${outcomes}
ul.legend{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;list-style:none;padding:0;margin:.25rem 0 .75rem;font-size:.85rem;color:var(--quiet)}
.status{display:inline-block;border:1px solid var(--control);border-radius:1em;padding:0 .6em;font-size:.82rem;font-weight:400;vertical-align:.25em;letter-spacing:0}
figure{margin:.5rem 0 1rem}
figure svg{display:block;max-width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
figure svg text{fill:var(--text)}
figcaption{font-size:.85rem}
form.filter{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.6rem .9rem;align-items:end;padding:.8rem .9rem;background:var(--raised);border:1px solid var(--line);border-radius:6px;margin:.75rem 0}
form.filter[hidden]{display:none}
form.filter label{display:grid;gap:.15rem;font-size:.82rem;color:var(--quiet);min-width:0}
input,select,button{font:inherit;font-size:.9rem;color:var(--text);background:var(--panel);border:1px solid var(--control);border-radius:4px;padding:.3rem .5rem;min-width:0;width:100%;height:2.1rem}
button{width:auto;justify-self:start;cursor:pointer;padding-inline:.9rem}
form.filter output{font-size:.9rem;line-height:2.1rem;color:var(--quiet)}
rect,i{forced-color-adjust:none}
details.list{border:1px solid var(--line);border-radius:6px;background:var(--panel);margin:.5rem 0;contain:content}
details.list>summary{padding:.5rem .9rem;font-weight:600}
details.list>summary .count{color:var(--quiet);font-weight:400;margin-inline-start:.4rem}
details.list[open]>summary{border-bottom:1px solid var(--line)}
details.list>.scroll{border:0;margin:0;border-radius:0}
ul.queue{list-style:none;margin:0;padding:.25rem 0;content-visibility:auto;contain-intrinsic-size:auto 20rem}
ul.queue li{padding:.2rem .9rem .2rem 1.4rem;overflow-wrap:anywhere}
ul.queue[hidden],ul.queue li[hidden]{display:none}
ul.queue+ul.queue{padding-top:0}
ul.queue .about{color:var(--quiet);font-size:.86rem}
.presence{white-space:nowrap;font-size:.84rem}
.presence.hidden{color:var(--at-risk)}
.presence.rejected{color:var(--missing)}
.presence.absent{color:var(--quiet)}
.presence.visible{color:var(--covered)}
.change-breaking{color:var(--missing);font-weight:600}
.change-warning{color:var(--at-risk);font-weight:600}
.change-waived,.change-information{color:var(--quiet)}
.between{color:var(--quiet);font-size:.86rem}
.inside{margin:.6rem .9rem .1rem}
h3.inside{font-size:.9rem;font-weight:400}
.inside .count{color:var(--quiet)}
footer{margin:2.5rem 0 0;padding:1rem 0 2rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.85rem}
ul.links{margin:.25rem 0;padding-inline-start:1.2rem;columns:18rem;font-size:.9rem}
ul.links li{break-inside:avoid}
@media (min-width:40rem){table.coverage ul.units{margin-inline-end:-40rem;max-width:none;position:relative}}
@media (max-width:40rem){.wide{padding:0 .9rem}ul.units li{grid-template-columns:1fr}h1{font-size:1.45rem}table.commands tbody th{width:auto}th,td{padding-inline:.6rem}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{:root{color-scheme:light;${colours("light")}}nav.contents,form.filter,.skip{display:none}body{font-size:11px}.scroll{overflow:visible;contain:none}details.list{contain:none}section,ul.queue{content-visibility:visible}a[href^="#"]{color:inherit;text-decoration:none}tr,li{break-inside:avoid}}
`;
