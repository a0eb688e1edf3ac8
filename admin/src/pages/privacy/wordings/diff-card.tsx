import { Select } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Static } from "typebox";
import type { WordingDiffSchema, WordingVersionView } from "../../../../../contract/consent.ts";
import { useApiQuery } from "../../../api/index.ts";
import { Card, Loaded, useTexts } from "../../../ui/index.ts";
import { texts as shared } from "../texts.ts";
import { texts } from "./texts.ts";

type Diff = Static<typeof WordingDiffSchema>;

/** What changed between two versions, word by word; the older one stands first. */
export function DiffCard(props: {
  version: WordingVersionView;
  others: WordingVersionView[];
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { version, others } = props;
  const previous = others.find((other) => other.version < version.version) ?? others[0];
  const [id, setId] = useState(previous?.id ?? "");
  const other = others.find((one) => one.id === id);
  const newer = other && other.version > version.version ? other : version;
  const older = newer === version ? other : version;
  const diff = useApiQuery<Diff>(other ? `/wording-versions/${newer.id}/diff` : undefined, {
    with: older?.id,
  });
  return (
    <Card title={t("compare")}>
      <div className="k-stack">
        <Select
          className="pv-select"
          label={t("compareWith")}
          value={id}
          allowDeselect={false}
          onChange={(value) => value && setId(value)}
          data={others.map((one) => ({
            value: one.id,
            label: tShared("version", { version: one.version }),
          }))}
        />
        <Loaded query={diff}>{(data) => <DiffText diff={data} locale={version.locale} />}</Loaded>
      </div>
    </Card>
  );
}

function DiffText({ diff, locale }: { diff: Diff; locale: string }): ReactNode {
  const t = useTexts(texts);
  if (diff.parts.every((part) => part.kind === "same")) return <p>{t("same")}</p>;
  return (
    <>
      <blockquote className="pv-quote pv-diff" lang={locale}>
        {diff.parts.map((part, index) =>
          part.kind === "same" ? (
            part.text
          ) : part.kind === "added" ? (
            <ins key={index}>{part.text}</ins>
          ) : (
            <del key={index}>{part.text}</del>
          ),
        )}
      </blockquote>
      <p className="pv-legend">
        <del>{t("removed")}</del> <ins>{t("added")}</ins>
      </p>
    </>
  );
}
