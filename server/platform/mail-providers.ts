/** Who runs the mailboxes of well-known consumer domains. Limits and reputation are a matter of the provider, not of one domain. */
interface Provider {
  id: string;
  /** As people know it. */
  name: string;
  domains: string;
  /** First labels that belong to the provider under every country's ending: `yahoo` for yahoo.fr and yahoo.co.uk. */
  families?: string;
}

const providers: readonly Provider[] = [
  {
    id: "gmail",
    name: "Gmail",
    domains: "gmail.com",
    families: "googlemail",
  },
  {
    id: "microsoft",
    name: "Outlook, Hotmail (Microsoft)",
    domains: "windowslive.com passport.com",
    families: "outlook hotmail live msn",
  },
  {
    id: "yahoo_aol",
    name: "Yahoo, AOL",
    domains:
      "rocketmail.com aim.com love.com wow.com games.com netscape.net verizon.net cs.com sky.com",
    families: "yahoo ymail aol",
  },
  {
    id: "apple",
    name: "iCloud (Apple)",
    domains: "me.com mac.com privaterelay.appleid.com",
    families: "icloud",
  },
  {
    id: "telekom",
    name: "Telekom (T-Online)",
    domains: "t-online.de magenta.de telekom-mail.de",
  },
  {
    id: "webde_gmx",
    name: "WEB.DE, GMX, 1&1",
    domains: "web.de email.de 1und1.de online.de online.ms mail.com email.com usa.com",
    families: "gmx",
  },
  { id: "ionos", name: "IONOS", domains: "ionos.de ionos.com ionos.at kundenserver.de" },
  {
    id: "freenet",
    name: "freenet",
    domains: "freenet.de freenetmail.de 01019freenet.de mobilcom.de addcom.de",
  },
  {
    id: "vodafone",
    name: "Vodafone, Arcor",
    domains:
      "vodafone.de vodafonemail.de arcor.de arcormail.de nexgo.de kabelmail.de unitybox.de unity-mail.de otelo-online.de",
  },
  {
    id: "o2",
    name: "O2",
    domains: "o2mail.de o2online.de alice.de alice-dsl.de alice-dsl.net genion.de",
  },
  { id: "posteo", name: "Posteo", domains: "posteo.net posteo.org posteo.eu", families: "posteo" },
  { id: "mailbox_org", name: "mailbox.org", domains: "mailbox.org secure.mailbox.org" },
  {
    id: "proton",
    name: "Proton Mail",
    domains: "proton.me pm.me protonmail.com protonmail.ch",
  },
  {
    id: "tuta",
    name: "Tuta",
    domains: "tuta.com tuta.io tutanota.com tutanota.de tutamail.com keemail.me",
  },
  { id: "mail_de", name: "mail.de", domains: "mail.de" },
  { id: "netcologne", name: "NetCologne", domains: "netcologne.de" },
  { id: "ewe", name: "EWE", domains: "ewetel.net ewetel.de ewe.net osnanet.de nordcom.net" },
  { id: "mnet", name: "M-net", domains: "mnet-mail.de mnet-online.de m-net.de maxi-dsl.de" },
  {
    id: "a1",
    name: "A1 (AT)",
    domains: "a1.net aon.at jet2web.at utanet.at",
  },
  {
    id: "magenta_at",
    name: "Magenta (AT)",
    domains: "chello.at inode.at tele2.at magenta.at upcmail.at",
  },
  { id: "drei_at", name: "Drei (AT)", domains: "drei.at" },
  { id: "bluewin", name: "Bluewin (Swisscom)", domains: "bluewin.ch swisscom.ch" },
  {
    id: "sunrise",
    name: "Sunrise (CH)",
    domains: "sunrise.ch hispeed.ch swissonline.ch freesurf.ch",
  },
  { id: "orange_fr", name: "Orange (FR)", domains: "orange.fr wanadoo.fr voila.fr" },
  { id: "laposte", name: "La Poste", domains: "laposte.net" },
  {
    id: "free_fr",
    name: "Free (FR)",
    domains: "free.fr freesbee.fr online.fr libertysurf.fr aliceadsl.fr",
  },
  {
    id: "sfr",
    name: "SFR",
    domains: "sfr.fr neuf.fr cegetel.net club-internet.fr numericable.fr 9online.fr",
  },
  { id: "bbox", name: "Bouygues Telecom", domains: "bbox.fr" },
  {
    id: "libero",
    name: "Libero (Italiaonline)",
    domains: "libero.it virgilio.it inwind.it iol.it blu.it giallo.it",
  },
  { id: "tim", name: "TIM (IT)", domains: "alice.it tin.it tim.it" },
  { id: "tiscali", name: "Tiscali", domains: "tiscali.it tiscalinet.it" },
  {
    id: "ziggo",
    name: "Ziggo",
    domains: "ziggo.nl home.nl upcmail.nl casema.nl chello.nl quicknet.nl",
  },
  {
    id: "kpn",
    name: "KPN",
    domains: "kpnmail.nl planet.nl xs4all.nl hetnet.nl telfort.nl kpnplanet.nl",
  },
  { id: "proximus", name: "Proximus", domains: "proximus.be skynet.be belgacom.net" },
  { id: "telenet", name: "Telenet", domains: "telenet.be pandora.be" },
  { id: "wp", name: "WP, O2 (PL)", domains: "wp.pl o2.pl tlen.pl go2.pl" },
  {
    id: "onet",
    name: "Onet (PL)",
    domains: "onet.pl onet.eu op.pl vp.pl poczta.onet.pl poczta.onet.eu autograf.pl",
  },
  { id: "interia", name: "Interia (PL)", domains: "interia.pl interia.eu poczta.fm intmail.pl" },
  { id: "seznam", name: "Seznam (CZ)", domains: "seznam.cz email.cz post.cz spoluzaci.cz" },
  {
    id: "centrum",
    name: "Centrum (CZ)",
    domains: "centrum.cz atlas.cz volny.cz centrum.sk",
  },
  { id: "yandex", name: "Yandex", domains: "ya.ru narod.ru", families: "yandex" },
  {
    id: "mail_ru",
    name: "Mail.ru (VK)",
    domains: "mail.ru inbox.ru list.ru bk.ru internet.ru mail.ua vk.com",
  },
  { id: "rambler", name: "Rambler", domains: "rambler.ru lenta.ru autorambler.ru ro.ru" },
  { id: "zoho", name: "Zoho", domains: "zoho.com zoho.eu zohomail.com zohomail.eu" },
  {
    id: "fastmail",
    name: "Fastmail",
    domains: "fastmail.com fastmail.fm sent.com messagingengine.com",
  },
  { id: "bt", name: "BT", domains: "btinternet.com btopenworld.com talk21.com" },
  { id: "virgin", name: "Virgin Media", domains: "virginmedia.com ntlworld.com blueyonder.co.uk" },
  { id: "comcast", name: "Comcast", domains: "comcast.net" },
  {
    id: "att",
    name: "AT&T",
    domains: "att.net sbcglobal.net bellsouth.net pacbell.net ameritech.net",
  },
  { id: "qq", name: "QQ (Tencent)", domains: "qq.com foxmail.com vip.qq.com" },
  { id: "netease", name: "NetEase", domains: "163.com 126.com yeah.net" },
];

const byDomain = new Map<string, string>();
const byFamily = new Map<string, string>();
const names = new Map<string, string>();
for (const provider of providers) {
  names.set(provider.id, provider.name);
  for (const domain of provider.domains.split(" ")) byDomain.set(domain, provider.id);
  for (const family of provider.families?.split(" ") ?? []) byFamily.set(family, provider.id);
}

/** Endings under which a family of names belongs to its owner. */
const COUNTRY = /^(?:com|net|org|eu|[a-z]{2}|com?\.[a-z]{2})$/;

/**
 * The provider behind the mailboxes of a domain (`gmail`, `microsoft`, `telekom`, `webde_gmx` …); of a domain nobody
 * knows, the domain itself. Takes the normalised domain, as it stands in a normalised address. No look-up: what the
 * domain's MX says is the business of whoever asks the DNS anyway.
 */
export function providerOf(domain: string): string {
  const known = byDomain.get(domain);
  if (known !== undefined) return known;
  const dot = domain.indexOf(".");
  const family = byFamily.get(domain.slice(0, dot));
  return family !== undefined && COUNTRY.test(domain.slice(dot + 1)) ? family : domain;
}

/** The provider's name for people; of one that is only a domain, the domain. */
export function providerName(provider: string): string {
  return names.get(provider) ?? provider;
}

/**
 * The same as sets to compare with: domains, and first labels that count under an ending that `ending` matches (POSIX and
 * JavaScript read it alike).
 */
export function domainsOfProviders(ids: readonly string[]): {
  domains: string[];
  families: string[];
  ending: string;
} {
  const chosen = providers.filter(({ id }) => ids.includes(id));
  return {
    domains: chosen.flatMap(({ domains }) => domains.split(" ")),
    families: chosen.flatMap(({ families }) => families?.split(" ") ?? []),
    ending: COUNTRY.source,
  };
}

/** The known providers, for a choice. */
export function knownProviders(): { id: string; name: string }[] {
  return providers.map(({ id, name }) => ({ id, name }));
}
