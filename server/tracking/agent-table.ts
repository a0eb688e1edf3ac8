/**
 * Who fetches pixels and links by itself. Data, not code: a line is a pattern and what it stands for. Strings that
 * only circulate in blog posts are left out; scanners that pose as browsers are recognised by their network, or by
 * being faster than a person (see `record_personal_hits`).
 */

/** Machines that look like a browser or that the general bot list does not know. */
export const machineAgents: readonly { name: string; pattern: RegExp }[] = [
  // Apple Mail Privacy Protection: nothing but this, for every message, opened or not.
  { name: "Apple Mail Privacy Protection", pattern: /^Mozilla\/5\.0$/ },
  { name: "Gmail image proxy", pattern: /GoogleImageProxy|ggpht\.com/i },
  { name: "Yahoo mail proxy", pattern: /YahooMailProxy|YahooCacheSystem/i },
  { name: "image proxies of mail providers", pattern: /(?:Image|Email|Mail)Proxy/i },
  {
    name: "link previews of messengers",
    pattern: /WhatsApp|SkypeUriPreview|MicrosoftPreview|BingPreview/i,
  },
  {
    name: "security products",
    pattern: /\bSophos|Cloudflare|VirusTotal|Barracuda|Mimecast|Proofpoint|Assetnote|\bZscaler/i,
  },
  { name: "broken placeholders of scripts", pattern: /geckoversion|firefoxversion|<\?|\.env\b/i },
  {
    name: "HTTP libraries",
    pattern:
      /\b(?:libcurl|curl|wget|python|java|okhttp|axios|node-fetch|undici|Go-http-client|libwww|aiohttp|httpx|reqwest|guzzle)\b[/ -]?/i,
  },
];

/** Mail programs that the general bot list takes for bots because they do not look like a browser. */
export const mailPrograms: RegExp =
  /^(?:Outlook-(?:iOS|Android|Express)\b|Microsoft Office\/|AppleMail\/|Mail\/[\d.]+ CFNetwork|K-9 Mail|SamsungEmail|Samsung Email|YahooMobileMail\/|Superhuman\b|Barca(?:Pro)?\/|The Bat!|Airmail |Spark\/|Canary Mail|eM Client|Postbox)/i;

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
