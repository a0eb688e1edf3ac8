import { BlockList, isIP } from "node:net";
import { createIsbotFromList, list } from "isbot";
import {
  linesThatCatchPeople,
  machineAgents,
  machineNetworks,
  readingPrograms,
  saysItIsAMachine,
} from "./agent-table.ts";
import { AGENT, type Agent } from "./measuring.ts";

/** What a request tells about who sent it. Used for this one question and kept nowhere (TRK-06). */
export interface AgentFacts {
  method: string;
  userAgent: string;
  /** IPv4 or IPv6. */
  address: string;
  /** `Sec-Purpose`, `Purpose`, `X-Purpose` or `X-Moz`, whichever there is. */
  purpose: string;
  /** `Sec-Fetch-Dest`, which browsers send by themselves and pages cannot forge. */
  destination?: string;
  /** The measuring image is asked for, not a link or a page. */
  isImage?: boolean;
}

const networks = new BlockList();
for (const range of machineNetworks) {
  const [address = "", bits = ""] = range.split("/");
  networks.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
}
const anyOf = (lines: readonly { pattern: RegExp }[]): RegExp =>
  new RegExp(lines.map(({ pattern }) => `(?:${pattern.source})`).join("|"), "i");
const machineName = anyOf(machineAgents);
const readingProgram = anyOf(readingPrograms);
const isbot = createIsbotFromList(list.filter((line) => !linesThatCatchPeople.includes(line)));

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
 * A person, or why not (TRK-13). When in doubt not a person, because a figure too low is honest and one too high is
 * not. The reasons and what each leaves unknown are in contract/tracking.ts.
 */
export function classifyAgent(facts: AgentFacts): Agent {
  const { userAgent, isImage = false } = facts;
  if (facts.method === "HEAD" || (facts.purpose !== "" && PURPOSE.test(facts.purpose)))
    return AGENT.prefetch;
  const destination = facts.destination ?? "";
  const odd = destination === "" ? undefined : oddDestination(destination, isImage);
  // Most hits end here; none of the tables names such a browser.
  if (plainBrowser.test(userAgent))
    return odd ?? (inMachineNetwork(facts.address) ? AGENT.network : AGENT.person);
  const known = userAgent === "" ? AGENT.library : knownMachine(userAgent, isImage);
  const reason = known ?? odd;
  if (reason !== undefined) return reason;
  if (inMachineNetwork(facts.address)) return AGENT.network;
  if (readingProgram.test(userAgent) && !saysItIsAMachine.test(userAgent)) return AGENT.person;
  return isbot(userAgent) ? AGENT.library : AGENT.person;
}

const PURPOSE = /prefetch|prerender|preview/i;

function knownMachine(userAgent: string, isImage: boolean): Agent | undefined {
  if (!machineName.test(userAgent)) return undefined;
  const found = machineAgents.find(({ pattern }) => pattern.test(userAgent));
  if (!found) return undefined;
  // Image services and mail privacy load images. What follows a link under their name is some other program.
  if (isImage) return found.agent;
  if (found.agent === AGENT.imageService) return AGENT.prefetch;
  return found.agent === AGENT.mailPrivacy ? AGENT.library : found.agent;
}

/**
 * Browsers say what they load something for (Fetch Metadata). A measuring image opened like a page is a scanner that
 * opens every address; a link loaded as anything but a page was followed by a program.
 */
function oddDestination(destination: string, isImage: boolean): Agent | undefined {
  const isPage = destination === "document";
  if (isImage) return isPage ? AGENT.scanner : undefined;
  return isPage || destination === "iframe" || destination === "frame" ? undefined : AGENT.prefetch;
}

function inMachineNetwork(address: string): boolean {
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  const family = isIP(plain);
  return family !== 0 && networks.check(plain, family === 6 ? "ipv6" : "ipv4");
}
