import type { BlockDocument, MjmlSource, SourceKind } from "../../../contract/blocks.ts";
import type { Finding } from "../../../contract/content.ts";
import type { Locale } from "../../platform/index.ts";
import { blockAt } from "./block-at.ts";
import { compileMjml } from "./compile-mjml.ts";

/** Findings where the author sees them: at a block, or in the MJML. Repairs of made HTML would be lost with the next save. */
export function placedInSource(
  findings: Finding[],
  draft: {
    html: string;
    locale: Locale;
    sourceKind?: SourceKind;
    source?: BlockDocument | MjmlSource | null;
  },
): Finding[] {
  if (draft.sourceKind === "mjml" && draft.source) {
    const { mjml } = draft.source as MjmlSource;
    const result = compileMjml(mjml, draft.locale);
    const elsewhere = findings.filter(
      (finding) => result.ok || (finding.part !== "html" && finding.part !== "text"),
    );
    return [...(result.ok ? [] : result.problems.map(mjmlFinding)), ...elsewhere.map(withoutPlace)];
  }
  if (draft.sourceKind !== "blocks") return findings;
  return findings.map((finding) => {
    const block =
      finding.part === "html" && finding.position
        ? blockAt(draft.html, finding.position.offset + finding.position.length)
        : undefined;
    return block === undefined ? withoutPlace(finding) : { ...withoutPlace(finding), block };
  });
}

function mjmlFinding(
  problem: Extract<ReturnType<typeof compileMjml>, { ok: false }>["problems"][number],
): Finding {
  const { message, ...position } = problem;
  return { rule: "LINT-MJML", severity: "block", part: "html", position, message };
}

function withoutPlace(finding: Finding): Finding {
  if (finding.part !== "html") return finding;
  const { position: _position, fix: _fix, ...rest } = finding;
  return rest;
}
