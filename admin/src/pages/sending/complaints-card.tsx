import { Autocomplete, Button, NumberInput, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { DomainList } from "../../../../contract/domains.ts";
import type { ComplaintDay, SendingState } from "../../../../contract/sending.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import { currentTime } from "../../i18n/index.ts";
import {
  Card,
  Loaded,
  Notice,
  Pill,
  Problem,
  RuleTag,
  SimpleTable,
  showDone,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

const TONES: Record<ComplaintDay["verdict"], Tone> = { fine: "plain", warn: "wait", stop: "no" };

/** Complaints by domain and day, and what somebody reads off at a provider. */
export function ComplaintsCard(props: {
  className: string;
  lines: SendingState["complaintLines"];
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const days = useApiQuery<{ items: ComplaintDay[] }>("/sending/complaints");
  const percent = (share: number): string => format.percent(share, share < 0.01 ? 1 : 0);
  return (
    <Card
      className={props.className}
      title={t("complaintsTitle")}
      aside={<RuleTag rule="SND-07" />}
    >
      <p className="k-muted" style={{ marginBottom: 8 }}>
        {t("complaintsText", { warn: percent(props.lines.warn), stop: percent(props.lines.stop) })}
      </p>
      <Loaded query={days}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t("complaintsNone")}</p>
          ) : (
            <SimpleTable
              label={t("complaintsTitle")}
              stack
              head={
                <tr>
                  <th>{t("domain")}</th>
                  <th>{t("day")}</th>
                  <th data-num>{t("complaints")}</th>
                  <th>{t("verdict")}</th>
                </tr>
              }
            >
              {items.map((day) => (
                <tr key={`${day.domain} ${day.day}`}>
                  <td data-label={t("domain")}>{day.domain}</td>
                  <td data-label={t("day")}>{format.date(`${day.day}T12:00:00Z`)}</td>
                  <td data-label={t("complaints")} data-num>
                    {day.rate === null
                      ? day.accepted === 0
                        ? format.number(day.complaints)
                        : t("ofAccepted", { count: day.complaints, total: day.accepted })
                      : format.percent(day.rate, 2)}
                  </td>
                  <td data-label={t("verdict")}>
                    <Pill tone={TONES[day.verdict]}>{t(`verdicts.${day.verdict}`)}</Pill>
                  </td>
                </tr>
              ))}
            </SimpleTable>
          )
        }
      </Loaded>
      {can("mailings.send") && <NoteForm stop={props.lines.stop} />}
    </Card>
  );
}

/** The value of Google's Postmaster Tools and the like, typed in. */
function NoteForm({ stop }: { stop: number }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const locale = useLocale();
  const known = useApiQuery<DomainList>(can("senders.read") ? "/sender-domains" : undefined);
  const [domain, setDomain] = useState("");
  const [day, setDay] = useState(currentTime().toISOString().slice(0, 10));
  const [percent, setPercent] = useState<number | string>("");
  const note = useApiMutation(
    () =>
      api.post("/sending/complaints", { domain: domain.trim(), day, rate: Number(percent) / 100 }),
    {
      invalidates: ["/sending"],
      onSuccess: () => {
        showDone(t("noted"));
        setPercent("");
      },
    },
  );
  const ready = domain.trim().length > 2 && day !== "" && typeof percent === "number";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) note.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit} style={{ marginTop: 20 }}>
      <h3>{t("noteTitle")}</h3>
      <Autocomplete
        label={t("domain")}
        value={domain}
        placeholder="post.example.org"
        data={known.data?.items.map((one) => one.domain) ?? []}
        onChange={setDomain}
      />
      <TextInput
        type="date"
        label={t("noteDay")}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <NumberInput
        label={t("noteRate")}
        description={t("noteHelp")}
        value={percent}
        min={0}
        max={100}
        decimalScale={3}
        decimalSeparator={locale === "de" ? "," : "."}
        allowedDecimalSeparators={[",", "."]}
        suffix=" %"
        onChange={setPercent}
      />
      {typeof percent === "number" && percent / 100 >= stop && (
        <Notice tone="wait">{t("noteStops")}</Notice>
      )}
      {note.error && <Problem error={note.error} />}
      <div>
        <Button type="submit" disabled={!ready} loading={note.isPending}>
          {t("note")}
        </Button>
      </div>
    </form>
  );
}
