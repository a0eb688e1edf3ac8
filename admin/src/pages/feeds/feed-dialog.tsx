import { Button, Modal, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { FeedTestAnswer, FeedView } from "../../../../contract/feeds.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { FieldWithHelp, Notice, Problem, useLocale, useTexts } from "../../ui/index.ts";
import { FeedItems } from "./feed-items.tsx";
import { texts } from "./texts.ts";

const FIELDS = [
  "title",
  "summary",
  "url",
  "image",
  "image_alt",
  "date",
  "author",
  "category",
  "price",
] as const;

interface Values {
  key: string;
  name: string;
  url: string;
  kind: "rss" | "json";
  items: string;
  fields: Partial<Record<(typeof FIELDS)[number], string>>;
  whenAway: "wait" | "text";
  awayText: string;
}

/** Adds a feed, or changes the one given; a test shows its items before anything is saved. */
export function FeedDialog(props: {
  feed: FeedView | "new" | null;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { feed } = props;
  return (
    <Modal
      opened={feed !== null}
      onClose={props.onClose}
      title={t(feed === "new" ? "create" : "editTitle")}
      size={600}
    >
      {feed && <FeedForm feed={feed === "new" ? null : feed} onClose={props.onClose} />}
    </Modal>
  );
}

function FeedForm({ feed, onClose }: { feed: FeedView | null; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const [value, setValue] = useState<Values>(() => valuesOf(feed));
  const set = (change: Partial<Values>): void => setValue((before) => ({ ...before, ...change }));
  const save = useApiMutation(
    (): Promise<FeedView> =>
      feed
        ? api.patch(`/feeds/${feed.id}`, { name: value.name.trim(), ...inputOf(value) })
        : api.post("/feeds", { key: value.key, name: value.name.trim(), ...inputOf(value) }),
    { invalidates: ["/feeds"], onSuccess: onClose },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {save.error && <Problem error={save.error} words={{ feed_key_taken: t("keyTaken") }} />}
      <TextInput
        label={t("name")}
        placeholder={t("nameExample")}
        required
        withAsterisk={false}
        maxLength={100}
        data-autofocus
        value={value.name}
        onChange={(event) => {
          const name = event.currentTarget.value;
          const follows = !feed && value.key === keyOf(value.name);
          set(follows ? { name, key: keyOf(name) } : { name });
        }}
      />
      {!feed && (
        <TextInput
          label={t("key")}
          description={t("keyHelp")}
          required
          withAsterisk={false}
          pattern="[a-z][a-z0-9_]*"
          maxLength={40}
          value={value.key}
          onChange={(event) => set({ key: event.currentTarget.value })}
        />
      )}
      <TextInput
        label={t("url")}
        placeholder="https://www.musterbank.example/blog/feed"
        type="url"
        required
        withAsterisk={false}
        maxLength={2000}
        value={value.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <FieldWithHelp label={t("kind")}>
        {({ id }) => (
          <SegmentedControl
            id={id}
            aria-label={t("kind")}
            value={value.kind}
            onChange={(kind) => set({ kind: kind as Values["kind"] })}
            data={[
              { value: "rss", label: t("kinds.rss") },
              { value: "json", label: t("kinds.json") },
            ]}
          />
        )}
      </FieldWithHelp>
      {value.kind === "json" && <MappingFields value={value} set={set} />}
      <TestFeed value={value} />
      <FieldWithHelp label={t("whenAway")}>
        {({ id }) => (
          <SegmentedControl
            id={id}
            aria-label={t("whenAway")}
            value={value.whenAway}
            onChange={(whenAway) => set({ whenAway: whenAway as Values["whenAway"] })}
            data={[
              { value: "wait", label: t("wait") },
              { value: "text", label: t("text") },
            ]}
          />
        )}
      </FieldWithHelp>
      {value.whenAway === "text" && (
        <Textarea
          label={t("awayText")}
          placeholder={t("awayExample")}
          autosize
          minRows={2}
          maxLength={1000}
          value={value.awayText}
          onChange={(event) => set({ awayText: event.currentTarget.value })}
        />
      )}
      <div className="k-row" style={{ justifyContent: "flex-end" }}>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

function MappingFields(props: {
  value: Values;
  set: (change: Partial<Values>) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { value, set } = props;
  return (
    <>
      <TextInput
        label={t("itemsPath")}
        description={t("itemsPathHelp")}
        placeholder="data.products"
        maxLength={120}
        value={value.items}
        onChange={(event) => set({ items: event.currentTarget.value })}
      />
      <details>
        <summary>{t("mapping")}</summary>
        <p className="k-small k-muted">{t("mappingHelp")}</p>
        <div className="fd-mapping">
          {FIELDS.map((field) => (
            <TextInput
              key={field}
              size="xs"
              label={t(`fieldNames.${field}`)}
              placeholder={field}
              maxLength={120}
              value={value.fields[field] ?? ""}
              onChange={(event) =>
                set({ fields: { ...value.fields, [field]: event.currentTarget.value } })
              }
            />
          ))}
        </div>
      </details>
    </>
  );
}

function TestFeed({ value }: { value: Values }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const test = useApiMutation(() => {
    const { url, kind, mapping } = inputOf(value);
    return api.post<FeedTestAnswer>("/feeds/test", { url, kind, mapping });
  }, {});
  const answer = test.data;
  return (
    <div className="k-stack">
      <div>
        <Button
          size="xs"
          loading={test.isPending}
          disabled={!/^https?:\/\/./.test(value.url)}
          onClick={() => test.mutate(undefined)}
        >
          {t("test")}
        </Button>
      </div>
      <div aria-live="polite">
        {test.isPending && <p className="k-muted">{t("testing")}</p>}
        {test.error && <Problem error={test.error} />}
        {!test.isPending && answer?.problem && (
          <Notice tone="wait">{answer.problem.message[locale]}</Notice>
        )}
        {!test.isPending && answer && !answer.problem && (
          <div className="fd-test">
            <p className="k-small k-muted">{t("testItems", { count: answer.items.length })}</p>
            <FeedItems items={answer.items} shown={4} />
          </div>
        )}
      </div>
    </div>
  );
}

function valuesOf(feed: FeedView | null): Values {
  return {
    key: feed?.key ?? "",
    name: feed?.name ?? "",
    url: feed?.url ?? "",
    kind: feed?.kind ?? "rss",
    items: feed?.mapping.items ?? "",
    fields: feed?.mapping.fields ?? {},
    whenAway: feed?.whenAway ?? "wait",
    awayText: feed?.awayText ?? "",
  };
}

function inputOf({ url, kind, items, fields, whenAway, awayText }: Values) {
  const named = Object.fromEntries(
    Object.entries(fields).flatMap(([field, path]) => (path?.trim() ? [[field, path.trim()]] : [])),
  );
  return {
    url: url.trim(),
    kind,
    mapping: {
      ...(items.trim() && { items: items.trim() }),
      ...(Object.keys(named).length > 0 && { fields: named }),
    },
    whenAway,
    awayText,
  };
}

/** A name for templates out of what people call the feed. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 40);
}
