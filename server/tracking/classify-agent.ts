import { BlockList, isIP } from "node:net";
import { isbot } from "isbot";
import { machineAgents, machineNetworks, mailPrograms } from "./agent-table.ts";
import { HUMAN, MACHINE, type Agent } from "./measuring.ts";

/** What a request tells about who sent it. Used for this one question and kept nowhere (TRK-06). */
export interface AgentFacts {
  method: string;
  userAgent: string;
  /** IPv4 or IPv6. */
  address: string;
  /** `Sec-Purpose`, else `Purpose`, else `X-Moz`. */
  purpose: string;
}

const networks = new BlockList();
for (const range of machineNetworks) {
  const [address = "", bits = ""] = range.split("/");
  networks.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
}
const knownMachine = new RegExp(
  machineAgents.map(({ pattern }) => `(?:${pattern.source})`).join("|"),
  "i",
);

/**
 * A browser that says nothing but what browsers say. The general bot list would find nothing in it, and costs as much
 * as the rest of a hit.
 */
const systems = [
  "Windows NT [\\d.]+(?:; (?:Win64|x64|WOW64))*(?:; rv:[\\d.]+)?",
  "Macintosh; Intel Mac OS X [\\d_.]+(?:; rv:[\\d.]+)?",
  "X11; (?:Ubuntu; )?Linux x86_64(?:; rv:[\\d.]+)?",
  "Linux; Android [\\d.]+; K",
  "(?:iPhone; CPU iPhone OS|iPad; CPU OS) [\\d_]+ like Mac OS X",
];
const plainBrowser = new RegExp(
  `^Mozilla/5\\.0 \\((?:${systems.join("|")})\\) (?:AppleWebKit/[\\d.]+ \\(KHTML, like Gecko\\)|Gecko/[\\d.]+)` +
    "(?: (?:Version|Chrome|Safari|Mobile|Edg|EdgA|OPR|SamsungBrowser|CriOS|FxiOS|Firefox)(?:/[\\w.]+)?)*$",
);

/**
 * A person or a machine (TRK-13): machines are proxies that fetch for everybody, link scanners, previews and
 * prefetches. When in doubt a machine, because a figure too low is honest and one too high is not.
 */
export function classifyAgent(facts: AgentFacts): Agent {
  if (facts.method === "HEAD" || /prefetch|prerender|preview/i.test(facts.purpose)) return MACHINE;
  const { userAgent } = facts;
  if (userAgent === "" || knownMachine.test(userAgent)) return MACHINE;
  if (inMachineNetwork(facts.address)) return MACHINE;
  if (plainBrowser.test(userAgent) || mailPrograms.test(userAgent)) return HUMAN;
  return isbot(userAgent) ? MACHINE : HUMAN;
}

function inMachineNetwork(address: string): boolean {
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  const family = isIP(plain);
  return family !== 0 && networks.check(plain, family === 6 ? "ipv6" : "ipv4");
}
