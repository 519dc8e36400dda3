import { describe, expect, test } from "vitest";
import { addressClass, parseIpAddress } from "./network-address.ts";

const classOf = (text: string) => {
  const address = parseIpAddress(text);
  return address && addressClass(address);
};

describe("an address belongs to", () => {
  test.each([
    ["loopback", ["127.0.0.1", "127.255.0.9", "::1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1"]],
    ["private", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "0xa.0.0.1", "3232235777"]],
    ["link_local", ["169.254.1.1", "fe80::1", "febf::1"]],
    ["metadata", ["169.254.169.254", "2852039166", "0xa9fea9fe", "fd00:ec2::254", "100.100.100.200", "168.63.129.16"]],
    ["unique_local", ["fc00::1", "fdff::1"]],
    ["carrier_grade_nat", ["100.64.0.1", "100.127.255.255"]],
    ["multicast", ["224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1"]],
    ["unspecified", ["0.0.0.0", "0", "0.1.2.3", "::"]],
    [
      "ipv4_in_ipv6",
      ["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:808:808", "::127.0.0.1", "::7f00:1", "64:ff9b::7f00:1"],
    ],
    ["ipv4_in_ipv6", ["64:ff9b:1::7f00:1", "2002:7f00:1::", "2001::1", "::ffff:0:7f00:1"]],
    ["reserved", ["192.0.2.1", "198.18.0.1", "240.0.0.1", "fec0::1", "2001:db8::1", "100::1", "4000::1"]],
    ["public", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]],
  ] as const)("%s: %j", (expected, texts) => {
    for (const text of texts) expect([text, classOf(text)]).toEqual([text, expected]);
  });

  test("no class when it is a name", () => {
    expect(["localhost", "127.0.0.1.example.com", "", "1.2.3.4.5"].map(parseIpAddress)).toEqual(Array(4).fill(null));
  });
});
