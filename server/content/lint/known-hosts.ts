import { getDomain } from "tldts";

/** Hosts, or hosts with the beginning of a path, that serve tracking pixels and nothing a letter needs. */
const PIXEL_ADDRESSES = [
  "facebook.com/tr",
  "connect.facebook.net",
  "google-analytics.com",
  "analytics.google.com",
  "googletagmanager.com",
  "doubleclick.net",
  "googleadservices.com",
  "px.ads.linkedin.com",
  "linkedin.com/px",
  "bat.bing.com",
  "analytics.twitter.com",
  "t.co/i/adsct",
  "ct.pinterest.com",
  "tr.snapchat.com",
  "analytics.tiktok.com",
  "hotjar.com",
  "mouseflow.com",
  "clarity.ms",
  "criteo.com",
  "criteo.net",
  "adform.net",
  "adsrvr.org",
  "adnxs.com",
  "quantserve.com",
  "scorecardresearch.com",
  "taboola.com",
  "outbrain.com",
  "yieldlab.net",
  "ioam.de",
  "etracker.com",
  "etracker.de",
  "econda-monitor.de",
  "webtrekk.net",
  "mailtrack.io",
  "getmailtrack.com",
  "yesware.com",
  "bananatag.com",
  "mixmax.com",
  "streak.com",
  "emltrk.com",
  "hubspotemail.net",
  "track.hubspot.com",
  "list-manage.com/track",
  "mandrillapp.com/track",
  "sendgrid.net/wf/open",
  "mailgun.org/o/",
  "mjt.lu/oo",
  "rs6.net/on.jsp",
  "createsend.com/t/",
  "klaviyomail.com",
  "pixel.wp.com",
  "stats.wp.com",
  "pixel.mathtag.com",
  "bidr.io",
  "litmus.com/tracking",
  "intercom-mail.com/via/o",
  "salesloft.com/t/",
  "outreach.io/api/mailings/opened",
  "superhuman.com/~",
  "boomeranggmail.com",
  "contactmonkey.com",
] as const;

/** Beginnings of paths that measuring systems use on any host. */
const PIXEL_PATHS =
  /\/(?:matomo|piwik)\.php\b|\/wf\/open\b|\/track\/open|\/open\.(?:gif|php|aspx)\b|\/(?:pixel|tracker|trackingpixel|1x1|spacer_track)\.(?:gif|png|php)\b|\/collect\?.*\btid=/i;

const SHORTENERS = new Set([
  "bit.ly",
  "bitly.com",
  "t.co",
  "tinyurl.com",
  "goo.gl",
  "ow.ly",
  "is.gd",
  "v.gd",
  "buff.ly",
  "rebrand.ly",
  "cutt.ly",
  "lnkd.in",
  "t1p.de",
  "kurz.link",
  "kurzelinks.de",
  "shorturl.at",
  "rb.gy",
  "tiny.cc",
  "s.id",
  "t.ly",
  "bl.ink",
  "short.io",
  "amzn.to",
  "fb.me",
  "adf.ly",
  "soo.gd",
  "dlvr.it",
  "qr.ae",
  "trib.al",
  "x.co",
  "shorte.st",
  "linktr.ee",
]);

/** Does this address belong to a system that measures readers? */
export function isPixelAddress(url: URL): boolean {
  const host = url.hostname.toLowerCase();
  const whole = host + url.pathname;
  const listed = PIXEL_ADDRESSES.some((address) => {
    const [domain = "", ...path] = address.split("/");
    if (host !== domain && !host.endsWith(`.${domain}`)) return false;
    return path.length === 0 || whole.slice(host.length + 1).startsWith(path.join("/"));
  });
  return listed || PIXEL_PATHS.test(url.pathname + url.search);
}

/** Is this a service that hides where a link leads? */
export function isShortener(host: string): boolean {
  const lower = host.toLowerCase().replace(/^www\./, "");
  return SHORTENERS.has(lower);
}

/** The domain that was registered: `news.bank.de` → `bank.de`; the host itself where there is none. */
export function registrableDomain(host: string): string {
  return getDomain(host, { allowPrivateDomains: false }) ?? host.toLowerCase();
}
