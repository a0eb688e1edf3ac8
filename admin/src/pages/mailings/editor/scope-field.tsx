import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { WordingView } from "../../../../../contract/consent.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { useTexts } from "../../../ui/index.ts";
import type { Draft } from "./draft.ts";
import { texts } from "./texts.ts";
import type { Change } from "./use-draft.ts";

const ANY = "any";

/**
 * Whether the content needs a newer wording: who agreed to an earlier one has not agreed to it (CON-19). Shown where a
 * wording was changed materially.
 */
export function ScopeField(props: { draft: Draft; change: Change; readOnly: boolean }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { draft, change, readOnly } = props;
  const wordings = useApiQuery<{ items: WordingView[] }>(
    can("wordings.read") ? "/wordings" : undefined,
  );
  const choices = (wordings.data?.items ?? [])
    .filter((wording) => wording.purpose === "newsletter")
    .flatMap((wording) =>
      wording.versions
        .filter((version) => version.material && version.approvedAt && version.locale === "de")
        .map((version) => ({
          value: version.id,
          label: t("scopeFrom", { name: wording.name, version: version.version }),
        })),
    );
  if (choices.length === 0 && draft.wordingFrom === null) return null;
  return (
    <Select
      data-field="wordingFrom"
      label={t("scope")}
      description={t("scopeHelp")}
      disabled={readOnly}
      allowDeselect={false}
      value={draft.wordingFrom ?? ANY}
      onChange={(value) => change({ wordingFrom: value === ANY ? null : value })}
      data={[{ value: ANY, label: t("scopeAny") }, ...choices]}
    />
  );
}
