import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { MailingView } from "../../../../../contract/mailings.ts";
import type { SegmentSummary } from "../../../../../contract/segments.ts";
import { useApiList, useCan } from "../../../api/index.ts";
import { useTexts } from "../../../ui/index.ts";
import type { Draft } from "./draft.ts";
import { texts } from "./texts.ts";
import type { Change } from "./use-draft.ts";

const EVERYBODY = "everybody";

/** Whether the audience is everybody of the lists or those of them in a segment. Shown where there are segments. */
export function SegmentField(props: {
  draft: Draft;
  change: Change;
  readOnly: boolean;
  saved: MailingView;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { draft, change, readOnly, saved } = props;
  const list = useApiList<SegmentSummary>(
    can("lists.read") ? "/segments" : undefined,
    {},
    { limit: 200 },
  );
  // Who may not see what people did may not choose by it, and a follow-up is chosen by it already.
  const mayAsk = can("tracking.read") && !saved.behaviour;
  const choices = list.items
    .filter(({ id, asksBehaviour }) => !asksBehaviour || mayAsk || id === draft.segmentId)
    .map(({ id, name }) => ({ value: id, label: name }));
  const chosen = saved.segment;
  if (
    chosen?.id &&
    draft.segmentId === chosen.id &&
    !choices.some(({ value }) => value === chosen.id)
  )
    choices.push({ value: chosen.id, label: chosen.name });
  if (choices.length === 0) return null;
  return (
    <Select
      mt={12}
      data-field="segment"
      label={t("segment")}
      description={t("segmentHelp")}
      disabled={readOnly}
      searchable
      allowDeselect={false}
      value={draft.segmentId ?? EVERYBODY}
      onChange={(value) => change({ segmentId: value === EVERYBODY ? null : value })}
      data={[{ value: EVERYBODY, label: t("segmentNone") }, ...choices]}
    />
  );
}
