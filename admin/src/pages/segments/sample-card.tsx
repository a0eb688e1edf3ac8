import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { SegmentDefinition, SegmentSample } from "../../../../contract/segments.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Card, Link, Problem, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Ten of the people, to see whether the segment means whom one thinks. The look is noted. */
export function SampleCard({
  definition,
}: {
  definition: SegmentDefinition | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const asked = JSON.stringify(definition);
  const sample = useApiMutation(async (text: string) => ({
    asked: text,
    ...(await api.post<SegmentSample>("/segments/sample", { definition: JSON.parse(text) })),
  }));
  const isOld = sample.data !== undefined && sample.data.asked !== asked;
  return (
    <Card title={t("sampleTitle")}>
      <div className="k-stack">
        <p className="k-small k-muted">{isOld ? t("sampleOld") : t("sampleText")}</p>
        {sample.error && <Problem error={sample.error} />}
        {sample.data && !isOld && (
          <ul className="sg-sample">
            {sample.data.items.map((person) => (
              <li key={person.id}>
                <Link to={`/contacts/${person.id}`}>{person.name}</Link>
                {person.name !== person.email && (
                  <span className="k-small k-muted">{person.email}</span>
                )}
              </li>
            ))}
          </ul>
        )}
        {sample.data?.items.length === 0 && !isOld && <p className="k-muted">{t("sampleNone")}</p>}
        <div className="k-noprint">
          <Button
            disabled={definition === undefined}
            loading={sample.isPending}
            onClick={() => asked && sample.mutate(asked)}
          >
            {t("sample")}
          </Button>
        </div>
      </div>
    </Card>
  );
}
