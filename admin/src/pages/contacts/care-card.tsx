import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { StaffList } from "../../../../contract/contact-care.ts";
import type { ContactOverview } from "../../../../contract/directory.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import { Card, KeyValue, useTexts } from "../../ui/index.ts";
import { texts } from "./care-texts.ts";
import { TagPicker, TagPill } from "./tag-parts.tsx";
import { useBulk } from "./use-bulk.ts";

/** Who looks after the person, how far they are, and under which words they are found. */
export function CareCard({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const write = useCan()("contacts.write");
  const staff = useApiQuery<StaffList>("/contact-advisers", undefined, { staleTime: 60_000 });
  const bulk = useBulk();
  const target = { ids: [data.contact.id] };
  const { stage } = data.contact;
  const stageWord = t(`stages.${stage || "none"}`);
  const known = staff.data?.items ?? [];
  const gone = data.responsible && !known.some((one) => one.id === data.responsible?.id);
  const people = gone ? [data.responsible!, ...known] : known;
  return (
    <Card className="c-care" title={t("card")}>
      {write ? (
        <div className="c-fields">
          <Select
            label={t("responsible")}
            value={data.responsible?.id ?? ""}
            allowDeselect={false}
            data={[
              { value: "", label: t("nobody") },
              ...people.map((one) => ({
                value: one.id,
                label: one.id === staff.data?.me ? t("me", { name: one.name }) : one.name,
              })),
            ]}
            onChange={(value) =>
              bulk.act({ do: "responsible", responsible: value || null }, target)
            }
          />
          <Select
            label={t("stage")}
            value={stage || "none"}
            allowDeselect={false}
            data={(["none", "prospect", "customer"] as const).map((value) => ({
              value,
              label: t(`stages.${value}`),
            }))}
            onChange={(value) =>
              bulk.act(
                {
                  do: "stage",
                  stage: value === "prospect" || value === "customer" ? value : "",
                },
                target,
              )
            }
          />
        </div>
      ) : (
        <KeyValue
          items={[
            [t("responsible"), data.responsible?.name ?? t("nobody")],
            [t("stage"), stageWord],
          ]}
        />
      )}
      <div className="c-tags" role="group" aria-label={t("tags")}>
        {data.tags.map((tag) => (
          <TagPill
            key={tag.id}
            tag={tag}
            {...(write && { onRemove: () => bulk.act({ do: "untag", tag: tag.id }, target) })}
          />
        ))}
        {write && (
          <TagPicker
            label={t("addTag")}
            without={data.tags.map((tag) => tag.id)}
            canCreate
            onPick={(tag) => bulk.act({ do: "tag", tag: tag.id }, target)}
          />
        )}
      </div>
      <p className="k-small k-muted">{t("cardText")}</p>
    </Card>
  );
}
