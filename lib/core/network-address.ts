import ipaddr from "ipaddr.js";

/** What an IP address is used for. Everything but `public` belongs to a machine, a site or a protocol. */
export type AddressClass =
  | "public"
  | "loopback"
  | "private"
  | "link_local"
  | "metadata"
  | "unique_local"
  | "carrier_grade_nat"
  | "multicast"
  | "unspecified"
  | "ipv4_in_ipv6"
  | "reserved";

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** Where clouds tell a machine its own credentials: AWS, Google and Azure, AWS over IPv6, Alibaba, Oracle, Azure's wire server. */
const METADATA = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "fd00:ec2::254",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
]);
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
const IPV4_COMPATIBLE = ipaddr.IPv6.parseCIDR("::/96");

/** The address in any form a resolver understands (decimal, octal, hexadecimal, short), or null for a name. */
export function parseIpAddress(text: string): IpAddress | null {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  return ipaddr.isValid(bare) ? ipaddr.parse(bare) : null;
}

/**
 * The class of an address, by the registries of special-purpose addresses (RFC 6890, IANA): what no registry gives to
 * the public internet is never `public`.
 */
export function addressClass(address: IpAddress): AddressClass {
  if (METADATA.has(address.toString())) return "metadata";
  const range = address.range();
  switch (range) {
    case "loopback":
    case "private":
    case "multicast":
    case "unspecified":
      return range;
    case "linkLocal":
      return "link_local";
    case "uniqueLocal":
      return "unique_local";
    case "carrierGradeNat":
      return "carrier_grade_nat";
    case "broadcast":
      return "multicast";
    case "ipv4Mapped":
    case "rfc6145":
    case "rfc6052":
    case "6to4":
    case "teredo":
      return "ipv4_in_ipv6";
    case "unicast":
      return address instanceof ipaddr.IPv6 ? unicast6(address) : "public";
    default:
      return address instanceof ipaddr.IPv6 && address.match(IPV4_COMPATIBLE) ? "ipv4_in_ipv6" : "reserved";
  }
}

function unicast6(address: ipaddr.IPv6): AddressClass {
  if (address.match(IPV4_COMPATIBLE)) return "ipv4_in_ipv6";
  return address.match(GLOBAL_UNICAST) ? "public" : "reserved";
}
