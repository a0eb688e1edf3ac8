import { Button, Modal, Textarea } from "@mantine/core";
import { IconCheck, IconTags } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type {
  CategoryView,
  CustomerMailSettings,
  SimilarityMap,
} from "../../../../contract/purchases.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  AddButton,
  Card,
  EmptyState,
  Grid,
  Loaded,
  Page,
  Pill,
  Problem,
  RuleTag,
  showDone,
  showProblem,
  showUndo,
  useFormat,
  useLocale,
  useTexts,
} from "../../ui/index.ts";
import { CategoryDialog } from "./category-dialog.tsx";
import { PurchaseTabs } from "./purchase-tabs.tsx";
import "./purchases.css";
import { texts } from "./texts.ts";

/** Which products may be advertised to the buyers of which: the map behind § 7(3) no. 2 UWG. */
export default function SimilarPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const map = useApiQuery<SimilarityMap>("/product-categories");
  const [editing, setEditing] = useState<CategoryView | "new">();
  const add = can("lists.write") && (
    <AddButton onClick={() => setEditing("new")}>{t("similar.add")}</AddButton>
  );
  return (
    <Page
      title={t("tabs.similar")}
      crumbs={[
        { label: t("contacts"), to: "/contacts" },
        { label: t("title"), to: "/contacts/purchases" },
      ]}
      actions={add}
    >
      <PurchaseTabs current="similar" />
      <Grid>
        <Card className="c8">
          <Loaded query={map}>
            {(data) =>
              data.categories.length === 0 ? (
                <EmptyState
                  icon={<IconTags size={28} stroke={1.6} />}
                  title={t("similar.emptyTitle")}
                  text={t("similar.emptyText")}
                  action={add}
                />
              ) : (
                <Categories map={data} onEdit={setEditing} />
              )
            }
          </Loaded>
        </Card>
        <div className="c4 p-stack">
          <Card title={t("similar.explainTitle")} className="p-explain">
            <p>
              {t("similar.explain1")} <RuleTag rule="LEG-05" />
            </p>
            <p className="k-muted">{t("similar.explain2")}</p>
            <p className="k-muted">{t("similar.explain3")}</p>
          </Card>
          <Review />
        </div>
      </Grid>
      {editing !== undefined && map.data && (
        <CategoryDialog
          {...(editing === "new" ? {} : { category: editing })}
          all={map.data.categories}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  );
}

/** Parents first, each with what stands below it. */
function inOrder(categories: readonly CategoryView[]): { one: CategoryView; below: boolean }[] {
  const used = categories.filter((one) => one.archivedAt === null);
  const isTop = (one: CategoryView): boolean => !used.some((each) => each.id === one.parentId);
  const under = (parent: CategoryView): CategoryView[] =>
    used.filter((one) => one.parentId === parent.id).flatMap((one) => [one, ...under(one)]);
  return used
    .filter(isTop)
    .flatMap((one) => [
      { one, below: false },
      ...under(one).map((child) => ({ one: child, below: true })),
    ]);
}

function Categories(props: {
  map: SimilarityMap;
  onEdit: (category: CategoryView) => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const nameOf = useName();
  const { map } = props;
  const archived = map.categories.filter((one) => one.archivedAt !== null);
  const restore = useApiMutation(
    (id: string) => api.patch(`/product-categories/${id}`, { archived: false }),
    { invalidates: ["/product-categories"], onError: (error) => showProblem(error) },
  );
  return (
    <>
      <ul className="p-list">
        {inOrder(map.categories).map(({ one, below }) => (
          <li key={one.id} className="p-cat" data-below={below || undefined}>
            <div className="p-cat-head">
              <h2>{nameOf(one)}</h2>
              <span className="k-row">
                <span className="k-small k-muted k-nowrap">
                  {one.purchases === 0
                    ? t("similar.noPurchases")
                    : t("similar.purchases", { count: one.purchases })}
                </span>
                {can("lists.write") && (
                  <Button
                    size="xs"
                    variant="subtle"
                    aria-label={t("similar.editName", { name: nameOf(one) })}
                    onClick={() => props.onEdit(one)}
                  >
                    {t("similar.edit")}
                  </Button>
                )}
              </span>
            </div>
            {one.wholeRange ? (
              <p className="k-small k-muted">
                <Pill tone="unknown">{t("similar.wholeRange")}</Pill> {t("similar.wholeRangeText")}
              </p>
            ) : (
              <Chips purchased={one} map={map} />
            )}
          </li>
        ))}
      </ul>
      {archived.length > 0 && (
        <div className="p-under">
          <p className="k-cap">{t("similar.archived")}</p>
          <ul className="p-list">
            {archived.map((one) => (
              <li key={one.id} className="k-row">
                <span className="k-muted">{nameOf(one)}</span>
                {can("lists.write") && (
                  <Button size="xs" variant="subtle" onClick={() => restore.mutate(one.id)}>
                    {t("similar.restore")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** Every other category as a switch: pressed is similar. Switching on asks for the reason, off can be taken back. */
function Chips({ purchased, map }: { purchased: CategoryView; map: SimilarityMap }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const nameOf = useName();
  const [asking, setAsking] = useState<CategoryView>();
  const set = useApiMutation(
    (change: { advertisedId: string; similar: boolean; note?: string }) =>
      api.put<SimilarityMap>("/product-similarities", { purchasedId: purchased.id, ...change }),
    { invalidates: ["/product-categories", "/audience"], onError: (error) => showProblem(error) },
  );
  const others = map.categories.filter((one) => one.archivedAt === null && !one.wholeRange);
  const found = (one: CategoryView) =>
    map.similar.find((each) => each.purchasedId === purchased.id && each.advertisedId === one.id);
  const remove = (one: CategoryView): void => {
    const note = found(one)?.note ?? "";
    set.mutate(
      { advertisedId: one.id, similar: false },
      {
        onSuccess: () =>
          showUndo(
            t("similar.removed", { advertised: nameOf(one), purchased: nameOf(purchased) }),
            () => set.mutateAsync({ advertisedId: one.id, similar: true, note }),
          ),
      },
    );
  };
  return (
    <>
      <p className="k-small k-muted" id={`q-${purchased.id}`}>
        {t("similar.question", { name: nameOf(purchased) })}
      </p>
      <div className="p-chips" role="group" aria-labelledby={`q-${purchased.id}`}>
        {others.map((one) => {
          const entry = found(one);
          const note = entry?.note || (one.id === purchased.id ? t("similar.itself") : "");
          return (
            <button
              key={one.id}
              type="button"
              className="p-chip"
              aria-pressed={entry !== undefined}
              disabled={!can("lists.write") || set.isPending}
              title={entry ? note : undefined}
              onClick={() => (entry ? remove(one) : setAsking(one))}
            >
              {entry && <IconCheck size={15} stroke={2} aria-hidden="true" />}
              {nameOf(one)}
            </button>
          );
        })}
      </div>
      {asking && (
        <ReasonDialog
          title={t("similar.why", { advertised: nameOf(asking), purchased: nameOf(purchased) })}
          help={t("similar.whyHelp")}
          example={t("similar.whyExample")}
          action={t("similar.confirm")}
          onClose={() => setAsking(undefined)}
          onSave={(note) => set.mutateAsync({ advertisedId: asking.id, similar: true, note })}
        />
      )}
    </>
  );
}

function ReasonDialog(props: {
  title: string;
  help?: string;
  example?: string;
  action: string;
  required?: boolean;
  onClose: () => void;
  onSave: (note: string) => Promise<unknown>;
}): ReactNode {
  const t = useTexts(texts);
  const [note, setNote] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    props.onSave(note.trim()).then(props.onClose, (problem: unknown) => {
      setError(problem);
      setBusy(false);
    });
  };
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={560}>
      <form className="k-stack" onSubmit={submit}>
        <Textarea
          aria-label={props.title}
          description={props.help}
          placeholder={props.example}
          value={note}
          maxLength={500}
          autosize
          minRows={2}
          required={props.required ?? false}
          data-autofocus
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {error !== undefined && <Problem error={error} />}
        <div className="k-row p-foot">
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="filled" loading={busy}>
            {props.action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Somebody looked at the whole map and found it right. */
function Review(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const settings = useApiQuery<CustomerMailSettings>("/customer-mail");
  const save = useApiMutation(
    (reviewedNote: string) => api.patch("/customer-mail", { reviewedNote }),
    { invalidates: ["/customer-mail"], onSuccess: () => showDone(t("saved")) },
  );
  return (
    <Card title={t("similar.review")}>
      <Loaded query={settings}>
        {({ reviewedOn, reviewedNote }) => (
          <p className="k-muted">
            {reviewedOn
              ? t("similar.reviewed", { when: format.date(reviewedOn), note: reviewedNote })
              : t("similar.reviewNone")}
          </p>
        )}
      </Loaded>
      {can("account.manage") && (
        <Button mt={12} size="xs" onClick={() => setOpen(true)}>
          {t("similar.reviewButton")}
        </Button>
      )}
      {open && (
        <ReasonDialog
          title={t("similar.reviewNote")}
          action={t("similar.reviewButton")}
          required
          onClose={() => setOpen(false)}
          onSave={(note) => save.mutateAsync(note)}
        />
      )}
    </Card>
  );
}

function useName(): (category: { name: string; nameEn: string }) => string {
  const locale = useLocale();
  return (category) => (locale === "en" && category.nameEn) || category.name;
}
