import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { LetterOffer } from "../../../../contract/correspondence.ts";
import type { EntityView, SimilarityMap } from "../../../../contract/purchases.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import { useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./write-texts.ts";

/** What is offered to an existing customer; empty for everybody else (§ 7(3) UWG). */
export function OfferField(props: {
  offer: LetterOffer | null;
  onChange: (offer: LetterOffer | null) => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const locale = useLocale();
  const seen = can("lists.read");
  const map = useApiQuery<SimilarityMap>(seen ? "/product-categories" : undefined);
  const entities = useApiQuery<{ items: EntityView[] }>(seen ? "/legal-entities" : undefined);
  const categories = (map.data?.categories ?? []).filter(
    (one) => one.archivedAt === null && !one.wholeRange,
  );
  const companies = (entities.data?.items ?? []).filter(
    (one) => one.relation === "own" && one.archivedAt === null,
  );
  if (categories.length === 0 || companies.length === 0) return null;
  const { offer, onChange } = props;
  const entityId = offer?.entityId ?? companies[0]!.id;
  return (
    <div className="k-stack">
      <Select
        label={t("offer")}
        description={t("offerHelp")}
        searchable
        clearable
        value={offer?.categoryId ?? null}
        onChange={(categoryId) => onChange(categoryId === null ? null : { categoryId, entityId })}
        data={categories.map((one) => ({
          value: one.id,
          label: (locale === "en" && one.nameEn) || one.name,
        }))}
      />
      {offer && companies.length > 1 && (
        <Select
          label={t("offerBy")}
          allowDeselect={false}
          value={offer.entityId}
          onChange={(value) => value && onChange({ ...offer, entityId: value })}
          data={companies.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
    </div>
  );
}
