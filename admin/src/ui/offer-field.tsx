import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { LetterOffer } from "../../../contract/correspondence.ts";
import type { EntityView, SimilarityMap } from "../../../contract/purchases.ts";
import { useApiQuery, useCan } from "../api/index.ts";
import { useLocale, useTexts } from "../i18n/index.ts";
import { uiTexts } from "./texts.ts";

/** What is offered to existing customers, and by which own company (§ 7(3) UWG, LEG-19). Nothing where nothing can be chosen. */
export function OfferField(props: {
  label: string;
  description: string;
  offer: LetterOffer | null;
  readOnly?: boolean;
  onChange: (offer: LetterOffer | null) => void;
}): ReactNode {
  const t = useTexts(uiTexts);
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
  const [first] = companies;
  if (categories.length === 0 || first === undefined) return null;
  const { offer, onChange, readOnly = false } = props;
  const entityId = offer?.entityId ?? first.id;
  return (
    <div className="k-stack">
      <Select
        label={props.label}
        description={props.description}
        disabled={readOnly}
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
          disabled={readOnly}
          allowDeselect={false}
          value={offer.entityId}
          onChange={(value) => value && onChange({ ...offer, entityId: value })}
          data={companies.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
    </div>
  );
}
