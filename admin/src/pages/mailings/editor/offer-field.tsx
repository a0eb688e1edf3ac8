import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { EntityView, SimilarityMap } from "../../../../../contract/purchases.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { Link, Notice, useLocale, useTexts } from "../../../ui/index.ts";
import { places } from "../places.ts";
import { CustomerLine } from "./audience-line.tsx";
import type { Draft } from "./draft.ts";
import { texts } from "./texts.ts";
import type { Change } from "./use-draft.ts";

/** What a mailing to existing customers advertises, and which own company does it (§ 7(3) UWG). */
export function OfferField(props: { draft: Draft; change: Change; readOnly: boolean }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const locale = useLocale();
  const { draft, change, readOnly } = props;
  const seen = can("lists.read");
  const map = useApiQuery<SimilarityMap>(seen ? "/product-categories" : undefined);
  const entities = useApiQuery<{ items: EntityView[] }>(seen ? "/legal-entities" : undefined);
  const categories = (map.data?.categories ?? []).filter(
    (one) => (one.archivedAt === null && !one.wholeRange) || one.id === draft.offerCategory,
  );
  const companies = (entities.data?.items ?? []).filter(
    (one) => (one.relation === "own" && one.archivedAt === null) || one.id === draft.offerEntity,
  );
  const only = companies.length === 1 ? companies[0]!.id : null;
  return (
    <div className="k-stack">
      <Notice>{t("offerNotice")}</Notice>
      <Select
        data-field="lists"
        label={t("offerCategory")}
        placeholder={t("offerCategoryChoose")}
        disabled={readOnly}
        searchable
        allowDeselect={false}
        value={draft.offerCategory}
        onChange={(offerCategory) =>
          change({ offerCategory, offerEntity: draft.offerEntity ?? only })
        }
        data={categories.map((one) => ({
          value: one.id,
          label: (locale === "en" && one.nameEn) || one.name,
        }))}
      />
      {map.isSuccess && categories.length === 0 && (
        <p className="k-base">
          {t("offerNone")} <Link to={places.similar}>{t("offerAdd")}</Link>
        </p>
      )}
      <Select
        label={t("offerEntity")}
        description={t("offerEntityHelp")}
        disabled={readOnly}
        allowDeselect={false}
        value={draft.offerEntity}
        onChange={(offerEntity) => change({ offerEntity })}
        data={companies.map((one) => ({ value: one.id, label: one.name }))}
      />
      {draft.offerCategory && draft.offerEntity && (
        <CustomerLine category={draft.offerCategory} entity={draft.offerEntity} />
      )}
      <p className="k-base">
        <Link to={places.similar}>{t("offerSimilar")}</Link>
      </p>
    </div>
  );
}
