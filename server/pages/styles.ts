import { createHash } from "node:crypto";
import { readableColours } from "../platform/index.ts";
import type { PageTheme } from "./theme.ts";

/*
 * One style sheet for all public pages: a letter on paper. It stands in the page itself, so that a page
 * is one request and stays whole when nothing else answers. An account sets --brand and --brand-dark only.
 */
const sheet = `
@font-face{font-family:"Klarpost Serif";src:url(/assets/fonts/klarpost-serif.woff2) format("woff2");font-weight:400;font-display:swap}
@font-face{font-family:"Klarpost Sans";src:url(/assets/fonts/klarpost-sans.woff2) format("woff2");font-weight:400 600;font-display:swap}
:root{color-scheme:light dark;
--paper:#FBFAF7;--card:#FFF;--ink:#1B2430;--muted:#5B6470;--line:#E6E3DC;
--control:#858B92;--accent:var(--brand);--on-accent:#FFF;--ok:#2F7D4F;--danger:#B3261E;
--shadow:0 1px 2px rgb(27 36 48/.05),0 14px 36px -16px rgb(27 36 48/.16);
--tint:color-mix(in srgb,var(--accent) 6%,var(--card));
--tint-line:color-mix(in srgb,var(--accent) 26%,var(--line));
--sans:"Klarpost Sans",Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--serif:"Klarpost Serif","Source Serif 4",Georgia,"Iowan Old Style","Palatino Linotype","Times New Roman",serif}
@media (prefers-color-scheme:dark){:root{
--paper:#14181D;--card:#1B2128;--ink:#E8E6E1;--muted:#A3ABB4;--line:#303841;
--control:#7B8591;--accent:var(--brand-dark);--on-accent:#0E1A1C;--ok:#6CC48F;--danger:#F2938C;
--shadow:0 1px 2px rgb(0 0 0/.35),0 18px 40px -18px rgb(0 0 0/.6)}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:16px}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 var(--sans);border-top:4px solid var(--accent);min-height:100vh;display:flex;flex-direction:column;overflow-wrap:break-word;hyphens:manual}
h1,h2,h3{font-family:var(--serif);font-weight:400;line-height:1.22;margin:0;text-wrap:balance}
h1{font-size:clamp(1.9rem,1.45rem + 1.6vw,2.5rem);letter-spacing:-.018em}
h2{font-size:1.4rem;letter-spacing:-.005em}
h3{font-size:1.0625rem;font-family:var(--sans);font-weight:600}
p{margin:0;text-wrap:pretty}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:6px}
.muted{color:var(--muted)}
.small{font-size:.875rem;line-height:1.55}
.nowrap{white-space:nowrap}
.mail{overflow-wrap:anywhere}
.lead{font-size:1.125rem;line-height:1.6;color:var(--muted)}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:16px;top:-60px;background:var(--card);padding:8px 16px;z-index:2}
.skip:focus{top:12px}
.wrap{width:100%;max-width:1064px;margin:0 auto;padding:0 24px}
.narrow{max-width:648px}
.top .wrap{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:4px 16px;padding-top:24px;padding-bottom:24px}
.logo{display:inline-flex;align-items:center;gap:12px;color:var(--ink);text-decoration:none;min-height:40px;font:400 1.375rem/1.15 var(--serif);letter-spacing:-.01em}
.logo svg{width:36px;height:36px;flex:none;color:var(--accent)}
.logo img{display:block;max-height:48px;max-width:min(240px,52vw)}
.lang{display:flex;margin-right:-8px;gap:4px;font-size:.875rem}
.lang a,.lang span{padding:6px 8px;min-height:32px;color:var(--muted);text-decoration:none}
.lang span{color:var(--ink);font-weight:600}
.lang a:hover{text-decoration:underline}
main{flex:1;padding:24px 0 72px}
.foot{border-top:1px solid var(--line);font-size:.875rem;color:var(--muted)}
.foot .wrap{display:flex;flex-wrap:wrap;gap:8px 32px;justify-content:space-between;padding-top:24px;padding-bottom:32px}
.foot .wrap>span{padding:4px 0}
.foot ul{display:flex;flex-wrap:wrap;gap:0 20px;list-style:none;margin:0;padding:0}
.foot a{display:inline-block;padding:4px 0;color:inherit}
.foot details{flex-basis:100%;border:0}
.foot summary{color:inherit;font-weight:400;text-decoration:underline;text-underline-offset:.2em;padding:4px 0;min-height:32px}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow)}
.letter{padding:56px 64px}
.sec{padding:32px 40px}
.sec+.sec{border-top:1px solid var(--line)}
.cols{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,8fr);gap:72px;align-items:start}
.aside{padding-top:56px}
.promise{list-style:none;padding:0;margin:32px 0 0;display:grid;gap:20px}
.promise li{display:grid;grid-template-columns:28px 1fr;gap:14px}
.promise svg{width:24px;height:24px;color:var(--accent);margin-top:1px}
.promise strong{display:block;font-weight:600}
.promise span{color:var(--muted);font-size:.9375rem;line-height:1.5;display:block}
.mark{display:block;height:64px;width:auto;margin-bottom:24px;color:var(--accent)}
.mark.ok{color:var(--ok)}
.mark.quiet{color:var(--muted)}
.tabs{display:flex;gap:4px}
.tabs a{padding:12px 24px;min-height:48px;border-radius:12px 12px 0 0;color:var(--muted);text-decoration:none;border:1px solid transparent;border-bottom:0}
.tabs a:hover{color:var(--ink);text-decoration:underline}
.tabs a[aria-current]{background:var(--card);border-color:var(--line);color:var(--ink);font-weight:600;position:relative;box-shadow:inset 0 3px 0 var(--accent)}
.tabs a[aria-current]::after{content:"";position:absolute;left:0;right:0;bottom:-1px;height:1px;background:var(--card)}
.tabs+.card{border-top-left-radius:0}
.tabs:has(:last-child[aria-current]:not(:first-child))+.card{border-top-left-radius:14px}
fieldset{border:0;padding:0;margin:0;min-width:0}
legend{padding:0;margin:0 0 4px;font:400 1.4rem/1.25 var(--serif);letter-spacing:-.005em;text-wrap:balance}
.tag{font:400 .8125rem/1 var(--sans);letter-spacing:0;color:var(--muted);border:1px solid var(--line);border-radius:99px;padding:4px 10px;margin-left:8px;vertical-align:3px;white-space:nowrap;display:inline-block}
label.l{display:block;font-weight:600;margin-bottom:6px}
input[type=email],input[type=text],select,textarea{width:100%;min-height:48px;padding:10px 14px;font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--control);border-radius:9px}
input:focus-visible,select:focus-visible,textarea:focus-visible{outline-offset:1px;border-radius:9px}
.hint{font-size:.875rem;color:var(--muted);margin-top:6px;line-height:1.5}
.err{font-size:.9375rem;color:var(--danger);margin-top:6px;font-weight:600}
input[aria-invalid=true],textarea[aria-invalid=true]{border:2px solid var(--danger)}
.summary{border:2px solid var(--danger);border-radius:10px;padding:16px 20px}
.summary h2{font-size:1.1875rem;margin-bottom:6px}
.summary ul{margin:0;padding-left:20px}
.summary a{color:var(--danger);font-weight:600}
.hp{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
.grid3{display:grid;grid-template-columns:10.5rem minmax(0,1fr) minmax(0,1fr);gap:16px}
.field-row{display:flex;gap:12px;align-items:flex-end}
.field-row>div{flex:1;min-width:0}
input[type=checkbox]{appearance:none;flex:none;width:24px;height:24px;margin:0;border:1.5px solid var(--control);border-radius:6px;background:var(--card);display:grid;place-content:center}
input[type=checkbox]::before{content:"";width:12px;height:6px;border:solid var(--on-accent);border-width:0 0 2.5px 2.5px;transform:translateY(-2px) rotate(-45deg);opacity:0}
input[type=checkbox]:checked{background:var(--accent);border-color:var(--accent)}
input[type=checkbox]:checked::before{opacity:1}
input[type=radio]{appearance:none;flex:none;width:24px;height:24px;margin:0;border:1.5px solid var(--control);border-radius:50%;background:var(--card);display:grid;place-content:center}
input[type=radio]::before{content:"";width:12px;height:12px;border-radius:50%;background:var(--accent);opacity:0}
input[type=radio]:checked{border-color:var(--accent)}
input[type=radio]:checked::before{opacity:1}
.choice{display:grid;grid-template-columns:24px minmax(0,1fr);gap:2px 14px;padding:18px 20px;border:1px solid var(--line);border-radius:11px;cursor:pointer}
.choice:hover{border-color:var(--control)}
.choice:has(:checked){border-color:var(--accent);background:var(--tint)}
.choice b,.row b,.ticks b{font:400 1.1875rem/1.3 var(--serif);display:block}
.choice .d{display:block;color:var(--muted);font-size:.9375rem;line-height:1.5;margin-top:2px}
.choice .f{display:block;font-size:.875rem;margin-top:6px;color:var(--accent)}
.choice .w{display:block;font-size:.9375rem;line-height:1.62}
.choice .s{display:block;font-size:.875rem;line-height:1.55;margin-top:10px;padding-top:10px;border-top:1px solid var(--line)}
.note{display:grid;grid-template-columns:20px minmax(0,1fr);gap:12px;padding:14px 16px;background:var(--tint);border:1px solid var(--tint-line);border-radius:10px;font-size:.9375rem;line-height:1.55}
.note svg{width:20px;height:20px;color:var(--accent);margin-top:2px}
.note.good{background:color-mix(in srgb,var(--ok) 8%,var(--card));border-color:color-mix(in srgb,var(--ok) 30%,var(--line))}
.note.good svg{color:var(--ok)}
.note.bad{background:color-mix(in srgb,var(--danger) 6%,var(--card));border-color:var(--danger)}
.note.bad svg{color:var(--danger)}
.sum{font-size:.86em;overflow-wrap:anywhere}
.quote{font:400 1rem/1.62 var(--serif);padding-left:18px;border-left:2px solid var(--tint-line);color:var(--ink)}
.btn{display:inline-flex;align-items:center;justify-content:center;gap:10px;min-height:48px;padding:11px 24px;border-radius:10px;border:1.5px solid var(--accent);background:var(--accent);color:var(--on-accent);font:600 1rem/1.3 var(--sans);cursor:pointer;text-decoration:none;text-align:center}
.btn svg{width:20px;height:20px;flex:none}
.btn:hover{background:color-mix(in srgb,var(--accent) 88%,var(--ink));border-color:color-mix(in srgb,var(--accent) 88%,var(--ink))}
.btn.line{background:transparent;color:var(--accent)}
.btn.line:hover{background:var(--tint);border-color:var(--accent)}
.btn.plain{background:transparent;color:var(--ink);border-color:var(--control)}
.btn.plain:hover{background:color-mix(in srgb,var(--ink) 5%,var(--card))}
.btn.danger{background:transparent;color:var(--danger);border-color:var(--danger)}
.btn.danger:hover{background:color-mix(in srgb,var(--danger) 8%,var(--card))}
.btn.big{min-height:56px;padding:14px 36px;font-size:1.0625rem}
.btn.sm{min-height:40px;padding:7px 16px;font-size:.9375rem}
.linkbtn{background:none;border:0;padding:4px 0;min-height:28px;font:inherit;color:var(--accent);text-decoration:underline;text-underline-offset:.2em;text-decoration-thickness:1px;cursor:pointer;text-align:left}
.linkbtn:hover{text-decoration-thickness:2px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
.pair form,.pair .btn{display:flex;width:100%}
.pair .btn{padding-left:16px;padding-right:16px}
.acts{display:flex;flex-wrap:wrap;gap:12px}
.rows{list-style:none;margin:0;padding:0}
.row{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:6px 24px;align-items:center;padding:20px 0}
.row.act{grid-template-columns:minmax(14rem,1fr) auto}
.row+.row{border-top:1px solid var(--line)}
.row.head{padding:0}
.row .all{grid-column:1/-1}
.rows>.row:first-child{padding-top:4px}
.rows>.row:last-child{padding-bottom:0}
.row h3+.d{margin-top:4px}
.row .d{color:var(--muted);font-size:.9375rem;line-height:1.5;margin-top:2px}
.row .d.small{font-size:.875rem}
.switch{display:inline-flex;align-items:center;gap:12px;min-height:44px;background:none;border:0;padding:0;font:600 .9375rem/1 var(--sans);color:var(--muted);cursor:pointer}
.switch i{position:relative;width:52px;height:30px;border-radius:99px;border:1.5px solid var(--control);background:var(--card)}
.switch i::after{content:"";position:absolute;left:4px;top:4px;width:19px;height:19px;border-radius:50%;background:var(--control)}
.switch span{min-width:1.9em;text-align:right}
.switch[aria-checked=true]{color:var(--ok)}
.switch[aria-checked=true] i{background:var(--ok);border-color:var(--ok)}
.switch[aria-checked=true] i::after{left:26px;background:var(--card)}
.switch:hover i{box-shadow:0 0 0 5px color-mix(in srgb,var(--ink) 7%,transparent)}
.facts{margin:0;display:grid;grid-template-columns:10.5rem minmax(0,1fr);font-size:.9375rem;line-height:1.5}
.facts dt,.facts dd{margin:0;padding:11px 0;border-top:1px solid var(--line)}
.facts dt{color:var(--muted);padding-right:16px}
.facts dt:first-of-type,.facts dd:first-of-type{border-top:0;padding-top:4px}
.facts dd span{display:block;color:var(--muted);font-size:.875rem}
details{border-top:1px solid var(--line)}
details:last-child{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:12px 0;min-height:48px;font-weight:600;color:var(--accent)}
details>div{padding:0 0 20px}
.log{list-style:none;margin:0;padding:0;font-size:.9375rem}
.log li{display:grid;grid-template-columns:10.5rem minmax(0,1fr);gap:4px 0;padding:9px 0;line-height:1.5}
.log li+li{border-top:1px solid var(--line)}
.log time{color:var(--muted);font-variant-numeric:tabular-nums}
.log small{display:block;color:var(--muted);font-size:.875rem}
.ticks{list-style:none;margin:0;padding:0}
.ticks li{position:relative;padding:12px 0 12px 36px}
.ticks li+li{border-top:1px solid var(--line)}
.ticks svg{position:absolute;left:0;top:14px;width:22px;height:22px;color:var(--accent)}
.ticks.ok svg{color:var(--ok)}
.ticks .d{color:var(--muted);font-size:.9375rem;line-height:1.5}
.ruled{border-top:1px solid var(--line);border-bottom:1px solid var(--line);padding:8px 0;margin-bottom:28px}
.steps{list-style:none;margin:0;padding:0;counter-reset:s}
.steps li{counter-increment:s;position:relative;padding:0 0 0 44px}
.steps li+li{margin-top:16px}
.steps li::before{content:counter(s);position:absolute;left:0;top:0;width:28px;height:28px;border:1px solid var(--tint-line);border-radius:50%;display:grid;place-items:center;font:400 .9375rem/1 var(--serif);color:var(--accent)}
.two{display:grid;grid-template-columns:1fr 1fr;gap:16px}
.box{padding:20px 22px;border:1px solid var(--line);border-radius:11px}
.box h2{font:600 1.0625rem/1.3 var(--sans);letter-spacing:0;margin-bottom:6px}
.box p{font-size:.9375rem;line-height:1.55;color:var(--muted)}
.rule{height:1px;border:0;background:var(--line);margin:32px 0}
.side-nav{position:sticky;top:24px}
.side-nav ul{list-style:none;margin:24px 0 0;padding:0;border-left:1px solid var(--line)}
.side-nav li a{display:block;padding:7px 0 7px 18px;min-height:36px;color:var(--muted);text-decoration:none;font-size:.9375rem}
.side-nav li a:hover{color:var(--accent);text-decoration:underline}
.addr{font:400 1.0625rem/1.4 var(--serif);overflow-wrap:anywhere}
.m1{margin-top:8px}.m2{margin-top:14px}.m3{margin-top:20px}.m4{margin-top:28px}.m5{margin-top:32px}
.stack>*+*{margin-top:16px}.stack-s>*+*{margin-top:8px}.stack-l>*+*{margin-top:24px}
@media (min-width:861px){.flow .aside{position:sticky;top:0}}
@media (max-width:860px){
.flow .aside{display:contents}.flow .lead,.flow .go{margin-bottom:28px}.flow .lead:has(+.go){margin-bottom:0}.flow .promise{order:3;margin-top:40px}
.cols{grid-template-columns:minmax(0,1fr);gap:32px}.cols.flow{gap:0}.aside{padding-top:0}.side-nav{position:static}.side-nav ul{display:none}
.promise{margin-top:24px;gap:14px}}
@media (max-width:560px){
.wrap{padding:0 16px}.top .wrap{padding-top:16px;padding-bottom:12px}main{padding:16px 0 48px}
.letter{padding:32px 22px 36px}.sec{padding:26px 20px}
.pair,.two{grid-template-columns:minmax(0,1fr)}.grid3{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.grid3>:first-child{grid-column:1/-1}
.field-row{flex-direction:column;align-items:stretch}
.btn{width:100%}.tag{margin:8px 0 0;display:table}.row .btn{width:auto}.row.act{grid-template-columns:minmax(0,1fr);gap:12px}.row.act .btn{width:100%}
.tabs a{flex:1;text-align:center;padding:12px 8px}.tabs:has(:last-child[aria-current]:not(:first-child))+.card{border-top-right-radius:0}.foot ul{gap:0 16px}
.facts{grid-template-columns:1fr}.facts dt{padding-bottom:0}.facts dd{border-top:0;padding-top:2px}
.log li{grid-template-columns:1fr}
.lead{font-size:1.0625rem}}
@media (prefers-reduced-motion:no-preference){.btn,.choice,.switch i,.switch i::after{transition:background-color .15s,border-color .15s,box-shadow .15s,left .15s}}
@media (prefers-color-scheme:dark){.logo img{background:#FFF;padding:4px 8px;border-radius:8px}}
@media (forced-colors:active){.switch i::after,.switch[aria-checked=true] i::after{background:ButtonText}.switch i{border-color:ButtonText}input[type=checkbox],input[type=radio]{appearance:auto}}
@media print{body{border:0;background:#FFF}.lang,.tabs,.skip,.side-nav ul{display:none}.card{box-shadow:none;break-inside:auto}.cols{display:block}.aside{padding-top:0}}
`;

/** The style sheet without line breaks: 2 % smaller, and one byte sequence for the hash below. */
const styles = sheet.trim().replace(/\n/g, "");

/** The whole style sheet of a page: the account's colours, checked for contrast, and the common rules. */
export function pageStyles(theme: PageTheme): string {
  const { light, dark } = readableColours(theme.colour);
  const darkOwn = theme.colourDark === undefined ? dark : readableColours(theme.colourDark).dark;
  return `:root{--brand:${light};--brand-dark:${darkOwn}}${styles}`;
}

/** The style sheet's source expression for `style-src`, so that no other inline style is obeyed (CSP level 3). */
export function styleHash(theme: PageTheme): string {
  return `'sha256-${createHash("sha256").update(pageStyles(theme), "utf8").digest("base64")}'`;
}
