import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ContactView } from "../../../../contract/contacts.ts";
import type { PurchaseView } from "../../../../contract/purchases.ts";
import { api, useApiList, useApiMutation, useCan } from "../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  Pill,
  Problem,
  RuleTag,
  showDone,
  useFormat,
  useLocale,
  useTexts,
} from "../../ui/index.ts";
import { PurchaseDialog } from "./purchase-dialog.tsx";
import { texts } from "./purchases-texts.ts";

/** What this person bought, and whether it is proof enough to write to them as a customer (§ 7(3) UWG). */
export function PurchasesCard({ contact }: { contact: ContactView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const list = useApiList<PurchaseView>("/purchases", { contact: contact.id });
  const [editing, setEditing] = useState<PurchaseView | "new">();
  const [removing, setRemoving] = useState<PurchaseView>();
  const remove = useApiMutation((id: string) => api.delete(`/purchases/${id}`), {
    invalidates: ["/purchases", "/contacts"],
    onSuccess: () => {
      setRemoving(undefined);
      showDone(t("removed"));
    },
  });
  const write = can("contacts.write");
  return (
    <Card
      className="c-purchases"
      title={t("title")}
      aside={
        write && (
          <Button size="xs" onClick={() => setEditing("new")}>
            {t("add")}
          </Button>
        )
      }
    >
      {list.query.error ? (
        <Problem error={list.query.error} onRetry={() => void list.query.refetch()} />
      ) : list.items.length === 0 ? (
        <p className="k-muted">{list.query.isSuccess && t("none")}</p>
      ) : (
        <ul className="c-purchase-list">
          {list.items.map((purchase) => (
            <Purchase
              key={purchase.id}
              purchase={purchase}
              {...(write && {
                onEdit: () => setEditing(purchase),
                onRemove: () => setRemoving(purchase),
              })}
            />
          ))}
        </ul>
      )}
      {list.query.hasNextPage && (
        <Button size="xs" variant="subtle" onClick={() => void list.query.fetchNextPage()}>
          {t("all")}
        </Button>
      )}
      {editing !== undefined && (
        <PurchaseDialog
          contact={contact}
          {...(editing === "new" ? {} : { purchase: editing })}
          onClose={() => setEditing(undefined)}
        />
      )}
      {removing && (
        <ConfirmDialog
          opened
          onClose={() => setRemoving(undefined)}
          title={t("removeTitle")}
          action={t("remove")}
          danger
          onConfirm={() => remove.mutateAsync(removing.id)}
        >
          {t("removeText", { number: removing.orderNumber })}
        </ConfirmDialog>
      )}
    </Card>
  );
}

const CONDITIONS = [
  ["sale", "LEG-09"],
  ["address", "LEG-04"],
  ["entity", "LEG-06"],
  ["notice", "LEG-07"],
  ["recent", "LEG-10"],
] as const;

function Purchase(props: {
  purchase: PurchaseView;
  onEdit?: () => void;
  onRemove?: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const { purchase } = props;
  const nameOf = (one: { name: string; nameEn: string }): string =>
    (locale === "en" && one.nameEn) || one.name;
  const missing = CONDITIONS.filter(([name]) => !purchase.conditions[name]);
  const good = missing.length === 0 && !purchase.objected;
  const names = purchase.similarTo.map(nameOf);
  return (
    <li>
      <div className="c-purchase-head">
        <b className="c-break">{nameOf(purchase.category)}</b>
        <Pill tone={good ? "ok" : "plain"}>{good ? t("proven") : t("blocked")}</Pill>
      </div>
      <p className="k-small k-muted c-break">
        {[
          t(`kinds.${purchase.kind}`),
          purchase.orderNumber,
          format.dateLong(purchase.concludedOn),
          purchase.entity.name,
          purchase.email === purchase.contact.email ? undefined : purchase.email,
        ]
          .filter(Boolean)
          .join(" · ")}
        {purchase.cancelledOn && (
          <> · {t("cancelled", { when: format.date(purchase.cancelledOn) })}</>
        )}
      </p>
      {good ? (
        <p className="k-small">
          {names.length > 0 ? t("similar", { names: format.list(names) }) : t("similarNone")}{" "}
          <RuleTag rule="LEG-05" />
        </p>
      ) : (
        <ul className="k-small c-purchase-missing">
          {missing.map(([name, rule]) => (
            <li key={name}>
              {t(`missing.${name}`)} <RuleTag rule={rule} />
            </li>
          ))}
          {purchase.objected && (
            <li>
              {t("missing.objected")} <RuleTag rule="LEG-15" />
            </li>
          )}
        </ul>
      )}
      {props.onEdit && (
        <div className="k-row c-purchase-acts">
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={t("editName", { number: purchase.orderNumber })}
            onClick={props.onEdit}
          >
            {t("edit")}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={t("removeName", { number: purchase.orderNumber })}
            onClick={props.onRemove}
          >
            {t("remove")}
          </Button>
        </div>
      )}
    </li>
  );
}
