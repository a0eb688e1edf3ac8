import { Button, Menu, Select } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { StaffList } from "../../../../contract/contact-care.ts";
import { useApiQuery } from "../../api/index.ts";
import { useTexts } from "../../ui/index.ts";
import { texts } from "./care-texts.ts";
import { TagPicker } from "./tag-parts.tsx";
import { useBulk, type BulkTarget } from "./use-bulk.ts";

type Act = "tag" | "untag" | "stage" | "responsible";
const STAGES = ["", "prospect", "customer"] as const;

/** What can be done with the marked contacts, or with everybody the filters mean. */
export function BulkBar(props: {
  selected: ReadonlySet<string>;
  filter: Record<string, string | boolean>;
  /** More than the marked ones stand behind the filters. */
  everythingMarked: boolean;
  onDone: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const [act, setAct] = useState<Act>();
  const [all, setAll] = useState(false);
  const count = useApiQuery<{ count: number }>(
    props.everythingMarked ? "/contacts/count" : undefined,
    props.filter,
  );
  const staff = useApiQuery<StaffList>(act === "responsible" ? "/contact-advisers" : undefined);
  const bulk = useBulk(() => {
    setAct(undefined);
    props.onDone();
  });
  const total = count.data?.count ?? 0;
  const isAll = all && props.everythingMarked && count.data !== undefined;
  const target: BulkTarget = isAll
    ? { filter: props.filter, count: total }
    : { ids: [...props.selected] };
  return (
    <>
      {props.everythingMarked && total > props.selected.size && (
        <Button size="xs" variant="subtle" onClick={() => setAll(!all)}>
          {isAll ? t("bulk.onlySelected") : t("bulk.all", { count: total })}
        </Button>
      )}
      {isAll && <span className="k-small">{t("bulk.allHint", { count: total })}</span>}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" loading={bulk.busy}>
            {act ? t(`bulk.${act}`) : t("bulk.choose")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(["tag", "untag", "stage", "responsible"] as const).map((name) => (
            <Menu.Item key={name} onClick={() => setAct(name)}>
              {t(`bulk.${name}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {(act === "tag" || act === "untag") && (
        <TagPicker
          key={act}
          label={t(`bulk.${act}`)}
          canCreate={act === "tag"}
          onPick={(tag) => bulk.act({ do: act, tag: tag.id }, target)}
        />
      )}
      {act === "stage" && (
        <Select
          size="xs"
          aria-label={t("stage")}
          placeholder={t("stage")}
          value={null}
          data={STAGES.map((stage) => ({
            value: stage || "none",
            label: t(`stages.${stage || "none"}`),
          }))}
          onChange={(value) =>
            value &&
            bulk.act({ do: "stage", stage: STAGES.find((one) => one === value) ?? "" }, target)
          }
        />
      )}
      {act === "responsible" && (
        <Select
          size="xs"
          aria-label={t("responsible")}
          placeholder={t("responsible")}
          value={null}
          data={[
            { value: "", label: t("nobody") },
            ...(staff.data?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
          ]}
          onChange={(value) =>
            value !== null &&
            bulk.act({ do: "responsible", responsible: value === "" ? null : value }, target)
          }
        />
      )}
    </>
  );
}
