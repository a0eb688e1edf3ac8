import { Button, NumberInput, Select } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { IncidentDetail, IncidentPeopleInput } from "../../../../../contract/incidents.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import { Card, Problem, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import { CHANGED } from "./words.ts";

const SOURCES = ["estimate", "segment", "mailing", "list"] as const;
const PATHS = { segment: "/segments", mailing: "/mailings", list: "/lists" } as const;

/** How many people: an estimate, or counted where the product knows them. */
export function PeopleCard({ incident }: { incident: IncidentDetail }): ReactNode {
  const t = useTexts(texts);
  const [source, setSource] = useState<IncidentPeopleInput["source"]>("estimate");
  const [count, setCount] = useState<number | string>(incident.people ?? "");
  const [id, setId] = useState<string | null>(null);
  const path = source === "estimate" ? undefined : PATHS[source];
  const choices = useApiQuery<{ items: { id: string; name: string }[] }>(path, { limit: 200 });
  const save = useApiMutation<void, IncidentDetail>(
    () =>
      api.put(`/incidents/${incident.id}/people`, {
        source,
        ...(source === "estimate" ? { count: Number(count) } : { id }),
      }),
    {
      invalidates: CHANGED,
      onSuccess: (saved) => setCount(saved.people ?? ""),
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const from = incident.peopleFrom;
  return (
    <Card
      title={t("peopleTitle")}
      aside={
        incident.people !== null && (
          <span>
            <b>{t("people", { count: incident.people })}</b>{" "}
            <span className="k-muted">
              {from && from.name !== "" ? t("countedFrom", { name: from.name }) : t("estimated")}
            </span>
          </span>
        )
      }
    >
      <form className="k-stack" onSubmit={submit}>
        <p className="k-muted">{t("peopleText")}</p>
        <div className="k-two">
          <Select
            label={t("peopleHow")}
            allowDeselect={false}
            data={SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))}
            value={source}
            onChange={(value) => {
              if (value === null) return;
              setSource(value as typeof source);
              setId(null);
            }}
          />
          {source === "estimate" ? (
            <NumberInput
              label={t("count")}
              min={0}
              max={100_000_000}
              allowDecimal={false}
              value={count}
              onChange={setCount}
            />
          ) : (
            <Select
              label={t(`sources.${source}`)}
              placeholder={t("choose")}
              searchable
              data={(choices.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
              value={id}
              onChange={setId}
            />
          )}
        </div>
        {save.error && <Problem error={save.error} />}
        <div className="k-row k-ends">
          <Button
            type="submit"
            loading={save.isPending}
            disabled={source === "estimate" ? count === "" : id === null}
          >
            {t("countNow")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
