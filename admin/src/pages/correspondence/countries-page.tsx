import { Button, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { CountryPolicies } from "../../../../contract/correspondence.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import {
  Card,
  Loaded,
  Page,
  Problem,
  showDone,
  useFormat,
  useLocale,
  useTexts,
} from "../../ui/index.ts";
import "./correspondence.css";
import { texts } from "./texts.ts";

type Row = CountryPolicies["items"][number];
type Entry = Pick<Row, "country" | "policy" | "reason"> & Partial<Row>;

/** For which countries personal advertising may rest on legitimate interest (LEG-13). */
export default function CountriesPage(): ReactNode {
  const t = useTexts(texts);
  const table = useApiQuery<CountryPolicies>("/one-to-one/countries");
  return (
    <Page title={t("countries.title")} meta={t("countries.intro")}>
      <Loaded query={table}>
        {({ items }) => <Table key={JSON.stringify(items)} items={items} />}
      </Loaded>
    </Page>
  );
}

function useCountries(): { value: string; label: string }[] {
  const locale = useLocale();
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !["DE", "AT", "EU", "EZ", "UN", "UK", "ZZ", "XA", "XB", "DD"].includes(code))
    .flatMap((code) => {
      const name = names.of(code);
      return name === undefined ? [] : [{ value: code, label: name }];
    })
    .filter((one, at, all) => all.findIndex((other) => other.label === one.label) === at)
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
}

function Table({ items }: { items: Row[] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const countries = useCountries();
  const [entries, setEntries] = useState<Entry[]>(items);
  const save = useApiMutation(
    () =>
      api.put<CountryPolicies>("/one-to-one/countries", {
        items: entries.map(({ country, policy, reason }) => ({
          country,
          policy,
          reason: reason.trim(),
        })),
      }),
    {
      invalidates: ["/one-to-one/countries", "/contacts"],
      onSuccess: () => showDone(t("countries.saved")),
    },
  );
  const change = (at: number, part: Partial<Entry>): void =>
    setEntries(entries.map((entry, index) => (index === at ? { ...entry, ...part } : entry)));
  const taken = entries.map((entry) => entry.country);
  const ready = entries.every((entry) => entry.country !== "" && entry.reason.trim().length >= 3);
  return (
    <Card>
      <div className="k-stack-lg">
        {entries.length === 0 && <p className="k-muted">{t("countries.empty")}</p>}
        {entries.map((entry, at) => (
          <div className="v-country" key={entry.country || `new ${at}`}>
            <Select
              label={t("countries.country")}
              searchable
              allowDeselect={false}
              value={entry.country === "" ? null : entry.country}
              onChange={(country) => country && change(at, { country })}
              data={countries.filter(
                (one) => one.value === entry.country || !taken.includes(one.value),
              )}
            />
            <Select
              label={t("countries.policy")}
              allowDeselect={false}
              value={entry.policy}
              onChange={(policy) =>
                (policy === "consent" || policy === "legitimate_interest") && change(at, { policy })
              }
              data={(["consent", "legitimate_interest"] as const).map((value) => ({
                value,
                label: t(`countries.${value}`),
              }))}
            />
            <TextInput
              label={t("countries.reason")}
              description={
                entry.decidedAt && entry.decidedBy
                  ? t("countries.by", {
                      who: entry.decidedBy,
                      when: format.date(entry.decidedAt),
                    })
                  : t("countries.reasonHelp")
              }
              required
              maxLength={500}
              value={entry.reason}
              onChange={(event) => change(at, { reason: event.currentTarget.value })}
            />
            <Button onClick={() => setEntries(entries.filter((_, index) => index !== at))}>
              {t("countries.remove")}
            </Button>
          </div>
        ))}
        {save.error && <Problem error={save.error} />}
        <div className="k-row">
          <Button
            disabled={taken.includes("")}
            onClick={() =>
              setEntries([...entries, { country: "", policy: "legitimate_interest", reason: "" }])
            }
          >
            {t("countries.add")}
          </Button>
          <Button
            variant="filled"
            disabled={!ready}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t("countries.save")}
          </Button>
        </div>
      </div>
    </Card>
  );
}
