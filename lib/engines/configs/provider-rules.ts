import type { ConfigFinding, LlmConfig } from "#lib/contracts/configuration.ts";
import { error, type Rule } from "./finding.ts";

const AWS_REGION = /^(us|eu|ap|sa|ca|me|af|il|mx|cn)(-gov|-iso[a-z]?)?-(north|south|east|west|central)(east|west)?-\d$/;

/** Where each geographic inference profile may be called from; "global" from everywhere. */
const PROFILE_REGIONS: Record<string, RegExp> = {
  us: /^(us|ca)-(?!gov)/,
  "us-gov": /^us-gov-/,
  eu: /^eu-/,
  apac: /^ap-/,
  jp: /^ap-northeast-/,
  au: /^ap-southeast-/,
  ca: /^ca-/,
  sa: /^sa-/,
  me: /^me-/,
};

/** Region and address as the provider needs them. */
export const providerRules: Rule = ({ settings, modelId }) => [
  ...region(settings, modelId.profile),
  ...baseUrl(settings.baseUrl),
];

function region({ provider, region: name }: LlmConfig, profile: string | null): ConfigFinding[] {
  if (provider !== "bedrock") {
    if (name === null) return [];
    return [error("region", "region_not_used", `Only Bedrock has a region: leave it empty for ${provider}.`)];
  }
  if (!name) return [error("region", "region_required", "Bedrock needs an AWS region, such as us-east-1.")];
  if (!AWS_REGION.test(name)) {
    return [error("region", "region_form", `"${name}" is no AWS region; write one such as us-east-1 or eu-central-1.`)];
  }
  const reach = profile ? PROFILE_REGIONS[profile] : undefined;
  if (!reach || reach.test(name)) return [];
  const message = `The inference profile "${profile}." cannot be called from ${name}: choose a region of that geography, or another profile.`;
  return [error("region", "region_profile_mismatch", message)];
}

/** Only what the text of the address shows; whether it may be called is decided when it is called. */
function baseUrl(address: string | null): ConfigFinding[] {
  if (address === null) return [];
  if (!URL.canParse(address))
    return [error("baseUrl", "base_url_form", "Write a full address, such as https://gateway.example/v1.")];
  const url = new URL(address);
  if (url.username || url.password) {
    return [
      error(
        "baseUrl",
        "base_url_credentials",
        "Leave user name and password out of the address: keys have their own place.",
      ),
    ];
  }
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && local)) {
    return [error("baseUrl", "base_url_insecure", "Use https: a key would cross the network in the clear.")];
  }
  if (url.search || url.hash) {
    return [error("baseUrl", "base_url_form", "The address ends with its path: remove everything from ? or # on.")];
  }
  return [];
}
