import { Button, Chip, Input, Select, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import {
  incidentData,
  incidentKinds,
  severities,
  type IncidentDetail,
} from "../../../../../contract/incidents.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Card, DateTimeField, Problem, showDone, useFormat, useTexts } from "../../../ui/index.ts";
import { Facts } from "./facts.tsx";
import { texts } from "./texts.ts";
import { CHANGED } from "./words.ts";

const factsOf = (incident: IncidentDetail) => ({
  kind: incident.kind,
  what: incident.what,
  happenedAt: incident.happenedAt,
  dataKinds: incident.dataKinds,
  consequences: incident.consequences,
  measures: incident.measures,
  severity: incident.severity,
});

/** What is known so far; saved as it is, completed whenever more is known. */
export function FactsCard({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("facts")}>
      {incident.state === "open" ? <Form incident={incident} /> : <Read incident={incident} />}
    </Card>
  );
}

function Form({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  const [draft, setDraft] = useState(() => factsOf(incident));
  const set = (change: Partial<typeof draft>): void => setDraft({ ...draft, ...change });
  const save = useApiMutation(() => api.patch(`/incidents/${incident.id}`, draft), {
    invalidates: CHANGED,
    onSuccess: () => showDone(t("saved")),
  });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(factsOf(incident));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const text = (field: "what" | "consequences" | "measures", rows: number): ReactNode => (
    <Textarea
      label={t(field)}
      description={t(`${field}Help`)}
      autosize
      minRows={rows}
      maxLength={8000}
      value={draft[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <form className="k-stack" onSubmit={submit}>
      {text("what", 3)}
      <div className="k-two">
        <Select
          label={t("kind")}
          allowDeselect={false}
          data={incidentKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          value={draft.kind}
          onChange={(kind) => kind && set({ kind: kind as typeof draft.kind })}
        />
        <DateTimeField
          label={t("happenedAt")}
          value={draft.happenedAt}
          onChange={(happenedAt) => set({ happenedAt })}
        />
      </div>
      <Input.Wrapper label={t("dataKinds")} labelElement="div">
        <Chip.Group
          multiple
          value={draft.dataKinds}
          onChange={(kinds) => set({ dataKinds: kinds as typeof draft.dataKinds })}
        >
          <div className="k-row" role="group" aria-label={t("dataKinds")}>
            {incidentData.map((kind) => (
              <Chip key={kind} value={kind} size="sm">
                {t(`data.${kind}`)}
              </Chip>
            ))}
          </div>
        </Chip.Group>
      </Input.Wrapper>
      {text("consequences", 2)}
      {text("measures", 2)}
      <Select
        label={t("severity")}
        placeholder={t("severityOpen")}
        clearable
        data={severities.map((value) => ({ value, label: t(`severities.${value}`) }))}
        value={draft.severity}
        onChange={(severity) => set({ severity: severity as typeof draft.severity })}
      />
      {save.error && <Problem error={save.error} />}
      <div className="k-row k-ends">
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!isChanged}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

function Read({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const words = (text: string): ReactNode =>
    text === "" ? "–" : <span className="inc-words">{text}</span>;
  return (
    <Facts
      items={[
        [t("what"), words(incident.what)],
        [t("kind"), t(`kinds.${incident.kind}`)],
        [
          t("happenedAt"),
          incident.happenedAt === null ? "–" : format.dateTime(incident.happenedAt),
        ],
        [
          t("dataKinds"),
          incident.dataKinds.length === 0
            ? "–"
            : format.list(incident.dataKinds.map((kind) => t(`data.${kind}`))),
        ],
        [
          t("peopleTitle"),
          incident.people === null ? t("peopleUnknown") : t("people", { count: incident.people }),
        ],
        [t("consequences"), words(incident.consequences)],
        [t("measures"), words(incident.measures)],
        [
          t("severity"),
          incident.severity === null ? t("severityOpen") : t(`severities.${incident.severity}`),
        ],
        ...(incident.lesson === ""
          ? []
          : ([[t("lesson"), words(incident.lesson)]] as [ReactNode, ReactNode][])),
      ]}
    />
  );
}
