import ipaddr from "ipaddr.js";

/**
 * The network of an IP address, as `192.0.2.0/24` or `2001:db8:1::/48`. Undefined for what is no address.
 * Addresses are given to people by network, so a limit by address alone would not hold in IPv6.
 */
export function networkOf(ip: string, bits: { v4: number; v6: number }): string | undefined {
  if (!ipaddr.isValid(ip)) return undefined;
  const address = ipaddr.process(ip);
  if (address.kind() === "ipv4")
    return `${ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${bits.v4}`).toString()}/${bits.v4}`;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${bits.v6}`).toString()}/${bits.v6}`;
}
