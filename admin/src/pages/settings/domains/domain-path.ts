/** Path of a domain in the interface. */
export const domainPath = (domain: string): string =>
  `/sender-domains/${encodeURIComponent(domain)}`;
