import { MultiSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState, type ReactNode } from "react";
import { COMPARED, type Comparison } from "../../../../contract/account-report.ts";
import type { MailingSummary } from "../../../../contract/mailings.ts";
import { useApiQuery, type Page } from "../../api/index.ts";
import { useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./comparison-texts.ts";

/** Which mailings stand beside each other, found by name or subject, and which of them is the measure. */
export function MailingPicker(props: {
  data: Comparison;
  onChange: (ids: string[]) => void;
  onAgainst: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed, 250);
  const found = useApiQuery<Page<MailingSummary>>(
    "/mailings",
    { state: "sent", limit: 50, ...(q === "" ? {} : { q }) },
    { keepPrevious: true },
  );
  const { mailings, against } = props.data;
  const label = (name: string, at: string | null): string =>
    at === null ? name : `${name}, ${format.date(at)}`;
  const options = new Map(
    [...mailings, ...(found.data?.items ?? [])].map((each) => [
      each.id,
      label(each.name, each.startedAt),
    ]),
  );
  const ids = mailings.map((each) => each.id);
  return (
    <div className="rp-pick">
      <MultiSelect
        label={t("pick")}
        description={t("pickHelp")}
        placeholder={t("search")}
        nothingFoundMessage={t("nothingFound")}
        searchable
        searchValue={typed}
        onSearchChange={setTyped}
        maxValues={COMPARED.most}
        value={ids}
        onChange={props.onChange}
        data={[...options].map(([value, text]) => ({ value, label: text }))}
      />
      {mailings.length > 1 && (
        <Select
          label={t("against")}
          value={against}
          onChange={(value) => value !== null && props.onAgainst(value)}
          allowDeselect={false}
          data={mailings.map((each) => ({
            value: each.id,
            label: label(each.name, each.startedAt),
          }))}
        />
      )}
    </div>
  );
}
