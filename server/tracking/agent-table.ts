import { AGENT, type Agent } from "./measuring.ts";

/**
 * Who fetches pixels and links by itself. Data, not code: a line is a pattern, what it stands for, and the reason that
 * an event keeps. The general list of bots (isbot) comes after it. Scanners that pose as browsers are recognised by
 * their network, by the link no person sees, or by being faster than a person (see `record_personal_hits`).
 */
export interface MachineAgent {
  name: string;
  agent: Agent;
  pattern: RegExp;
}

/** The first line that fits decides. */
export const machineAgents: readonly MachineAgent[] = [
  // Nothing but this, for every message, opened or not. Private Relay is another thing: with it people browse in Safari,
  // under Safari's own name, and its networks make nobody a machine.
  {
    name: "Apple Mail Privacy Protection",
    agent: AGENT.mailPrivacy,
    pattern: /^Mozilla\/5\.0$/,
  },
  // Only while the app is open and before the mail is seen (SparkPost's figures, January 2022).
  {
    name: "Gmail app, images in advance",
    agent: AGENT.prefetch,
    pattern: /Chrome\/42\.0\.2311\.135 Safari\/537\.36 Edge\/12\.246 Mozilla\/5\.0$/,
  },
  {
    name: "image services of mailbox providers",
    agent: AGENT.imageService,
    pattern:
      /GoogleImageProxy|ggpht\.com|Yahoo(?:MailProxy|CacheSystem)|(?:Image|Email|Mail)Proxy/i,
  },
  {
    name: "link previews of messengers and networks",
    agent: AGENT.prefetch,
    pattern:
      /WhatsApp(?:2Plus)?\/|^WhatsApp$|SkypeUriPreview|(?:Microsoft|Bing)Preview|Slack(?:bot|-ImgProxy)|TelegramBot|Discordbot|facebookexternalhit|Twitterbot|LinkedInBot|Iframely|Embedly|redditbot|Viber\/.*bot|Mattermost-Bot|Google-PageRenderer|CloudFlare-Prefetch/i,
  },
  // By the product's own name; no browser carries one of these. Avast, AVG and Norton are missing because they make browsers.
  {
    name: "security products",
    agent: AGENT.scanner,
    pattern:
      /\bSophos|Cloudflare|VirusTotal|Barracuda|Mimecast|Proofpoint|Assetnote|\bZscaler|Symantec|@McAfee|Trend ?Micro|\bTMUFE\b|Iron ?Port|CiscoSecure|FortiGuard|FortiMail|Forcepoint|CheckPoint|Kaspersky|Bitdefender|\bESET\b|WithSecure|Netcraft|PhishTank|urlscan|Censys|Palo Alto Networks|OpenVAS|Nessus|Qualys|Detectify|Google-Safety|SafeLinks|SafeBrowsing/i,
  },
  {
    name: "broken placeholders of scripts",
    agent: AGENT.library,
    pattern: /geckoversion|firefoxversion|<\?|\.env\b/i,
  },
  {
    name: "HTTP libraries",
    agent: AGENT.library,
    pattern:
      /^(?:.*[\s(;])?(?:libcurl|curl|wget|python|java|okhttp|axios|node-fetch|undici|Go-http-client|libwww-perl|lwp|aiohttp|httpx|reqwest|guzzle\w*|Apache-HttpClient|Faraday|Ruby)\/[\d.]+/i,
  },
];

/** Programs with which people read and that the general list takes for bots. A line does not help a name that also says it is a bot. */
export const readingPrograms: readonly { name: string; pattern: RegExp }[] = [
  {
    name: "mail programs",
    pattern:
      /^(?:Outlook-(?:iOS|Android|Express)\b|Microsoft Office\/|AppleMail\/|Mail\/[\d.]+ CFNetwork|WindowsMail\/|K-9 Mail|SamsungEmail|Samsung Email|YahooMobileMail\/|Superhuman\b|Barca(?:Pro)?\/|The Bat!|Airmail |Spark\/|Canary Mail|eM Client|Postbox|DAV(?:droid|x5)\/)/i,
  },
  {
    name: "small browsers",
    pattern: /^(?:Lynx|E?Links|w3m|NetSurf|NCSA_Mosaic|nook browser|iPodTouch\d+$)\b/i,
  },
  {
    name: "telephones of the years before smartphones",
    pattern: /\bMIDP-[\d.]+|\bWAP[ -]?Browser|^UCWEB\/|\bBada\/\d/i,
  },
  {
    name: "readers of newsletters as feeds",
    pattern:
      /^(?:Reeder|ReadKit\/2|NewsBlur iPhone App|newsb(?:eut|oat)er|FeedDemon|RssBandit|NetNewsWire \(|Evergreen \(macOS)\b|\) AppleWebKit.* (?:NetNewsWire|AppleNews)\//i,
  },
  {
    name: "applications that show pages",
    pattern:
      /^(?:XBMC|Downcast|Music Player Daemon|Podcatcher Deluxe|iCatcher!|Pocket Casts$|AntennaPod\/|Podkicker|RSSRadio|Sonos;|AirPlay\/|doubleTwist|Saavn|Newsly|CoolerFM|Radio\.com\/|RadiosNet|DS podcast|NPROneAndroid|Opera News\/|ReutersNews\/|PAN GlobalProtect|CitrixReceiver|Overcast(?:\/[\d.]+)? \(\+http|com\.google\.android\.(?:youtube|apps\.)\S+)|\bWebViewApp |\bGoogle(?:Wv|:? ?Earth|TV)[/ ]|com\.google\.Maps\//i,
  },
];

/** What a machine says of itself, whatever else it names. */
export const saysItIsAMachine: RegExp =
  /bot\b|bot[/;-]|crawl|spider|monitor|headless|\bscan|preview|phantom|appengine|googleweblight/i;

/** Lines of the general list that catch people: browsers with a plug-in, Chinese telephones. Exactly as isbot writes them. */
export const linesThatCatchPeople: readonly string[] = ["sogou", "chromeframe", "firephp"];

/**
 * Networks from which no reader comes: the mail gateways of Microsoft 365 (Safe Links opens links from there) and
 * the machines behind Gmail. From the operators' published lists.
 */
export const machineNetworks: readonly string[] = [
  "40.92.0.0/15",
  "40.107.0.0/16",
  "52.100.0.0/14",
  "104.47.0.0/17",
  "2a01:111:f400::/48",
  "2a01:111:f403::/48",
  "66.249.64.0/19",
  "66.102.0.0/20",
  "74.125.0.0/16",
  "209.85.128.0/17",
  "2001:4860:4801::/48",
  "2001:4860:4864::/56",
  "2a00:1450:4864::/56",
];
