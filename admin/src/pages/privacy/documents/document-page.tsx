import { Button, SegmentedControl } from "@mantine/core";
import { IconCopy, IconDownload } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { DocumentSection, DocumentView } from "../../../../../contract/documents.ts";
import { api, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  showDone,
  showProblem,
  useFormat,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../../ui/index.ts";
import { places } from "../places.ts";
import "../privacy.css";
import { Block } from "./blocks.tsx";
import { ChapterEditor } from "./chapter-editor.tsx";
import { ChangesCard, ConfirmCard, VersionsCard } from "./confirm-card.tsx";
import { copyNotice } from "./copy-notice.ts";
import { QuestionForm } from "./question-form.tsx";
import { PrintButton } from "./side-cards.tsx";
import "./documents.css";
import { texts } from "./texts.ts";

/** One document: read it, complete it, confirm it, print it, see what changed. */
export default function DocumentPage(): ReactNode {
  const kind = useRouteParam("kind");
  const own = useLocale();
  const [chosen, setLocale] = useState<"de" | "en">();
  const locale = chosen ?? own;
  const [version, setVersion] = useState<number>();
  const query = useApiQuery<DocumentView>(
    `/documents/${kind}`,
    { locale, version },
    { keepPrevious: true },
  );
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(document) => (
        <Reading
          document={document}
          locale={locale}
          onLocale={setLocale}
          version={version}
          onVersion={setVersion}
        />
      )}
    </Loaded>
  );
}

function Reading(props: {
  document: DocumentView;
  locale: "de" | "en";
  onLocale: (locale: "de" | "en") => void;
  version: number | undefined;
  onVersion: (version: number | undefined) => void;
}): ReactNode {
  const t = useTexts(texts);
  const own = useLocale();
  const format = useFormat();
  const { document, locale, version } = props;
  const { kind, content } = document;
  const shown = document.versions.find((each) => each.version === version);
  return (
    <Page
      title={document.title[own]}
      crumbs={[{ label: t("title"), to: places.documents }]}
      meta={document.about[own]}
      actions={
        <>
          <SegmentedControl
            aria-label={t("language")}
            value={locale}
            onChange={(value) => props.onLocale(value as "de" | "en")}
            data={[
              { value: "de", label: t("german") },
              { value: "en", label: t("english") },
            ]}
          />
          <Button
            leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() =>
              void api
                .download(`/documents/${kind}/pdf`, { query: { locale, version } })
                .catch(showProblem)
            }
          >
            {t("pdf")}
          </Button>
          <PrintButton kind={kind} locale={locale} version={version} />
        </>
      }
    >
      <div className="doc-columns">
        <div className="k-stack-lg doc-main">
          {shown && (
            <Notice tone="plain">
              <p>
                {t("version.old", {
                  version: shown.version,
                  name: shown.confirmedBy,
                  date: format.dateLong(shown.confirmedAt),
                })}
              </p>
            </Notice>
          )}
          {kind === "notice" && <CopyNotice document={document} />}
          <article className="k-card doc-paper" lang={locale}>
            <h2 className={content.title === document.title[own] ? "k-hidden-visually" : undefined}>
              {content.title}
            </h2>
            <p className="doc-intro">{content.intro}</p>
            {content.sections.map((section, at) => (
              <SectionView
                key={section.id}
                section={section}
                document={document}
                part={section.part === content.sections[at - 1]?.part ? undefined : section.part}
                writable={shown === undefined}
              />
            ))}
            <footer>{document.responsibility}</footer>
          </article>
        </div>
        <div className="k-stack-lg doc-side">
          <ConfirmCard document={document} readsOld={shown !== undefined} />
          <ChangesCard changes={document.changes} />
          <ContentsCard sections={content.sections} />
          <VersionsCard document={document} version={version} onVersion={props.onVersion} />
        </div>
      </div>
    </Page>
  );
}

function SectionView(props: {
  section: DocumentSection;
  document: DocumentView;
  part: string | undefined;
  writable: boolean;
}): ReactNode {
  const can = useCan();
  const { section, document, writable } = props;
  // A document without parts has one level less.
  const Heading = section.part === undefined ? "h3" : "h4";
  const mayWrite = writable && can("privacy.manage");
  const chapters = mayWrite ? document.chapters.filter((one) => one.control === section.id) : [];
  const question = mayWrite
    ? document.questions.find(({ key, known }) => key === section.id && !known)
    : undefined;
  // What the house writes here stands in its own editor, not twice.
  const first = section.blocks.findIndex((block) =>
    chapters.some(({ title }) => isChapter(block, title)),
  );
  const blocks = question
    ? []
    : chapters.length > 0 && first >= 0
      ? section.blocks.slice(0, first)
      : section.blocks;
  return (
    <>
      {props.part && <h3 className="doc-part">{props.part}</h3>}
      <section id={section.id}>
        <Heading className="doc-heading">{section.title}</Heading>
        {blocks.map((block, at) => (
          <Block key={at} block={block} />
        ))}
        {chapters.map((chapter) => (
          <ChapterEditor key={`${chapter.key} ${chapter.setAt}`} chapter={chapter} />
        ))}
        {question && (
          <QuestionForm key={`${question.key} ${question.answer}`} question={question} />
        )}
      </section>
    </>
  );
}

/** The first block of a chapter: its heading, or what it still has to say. */
function isChapter(block: DocumentSection["blocks"][number], title: string): boolean {
  return (
    (block.kind === "text" && block.text === `${title}:`) ||
    (block.kind === "open" && block.text.includes(title))
  );
}

const LONG = 8;

/** The way through a long document: its parts, or its sections where it has none. */
function ContentsCard({ sections }: { sections: DocumentSection[] }): ReactNode {
  const t = useTexts(texts);
  if (sections.length <= LONG) return null;
  const hasParts = new Set(sections.map(({ part }) => part)).size > 2;
  const shown = hasParts
    ? sections.filter(({ part }, at) => part !== sections[at - 1]?.part)
    : sections;
  return (
    <Card title={t("contents")} className="k-noprint doc-way">
      <ul className="doc-contents">
        {shown.map(({ id, title, part }) => (
          <li key={id}>
            <a href={`#${id}`}>{hasParts ? (part ?? title) : title}</a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function CopyNotice({ document }: { document: DocumentView }): ReactNode {
  const t = useTexts(texts);
  const copy = (form: "text" | "html") => (): void =>
    void copyNotice(document.content, form).then(
      () => showDone(t(form === "text" ? "copyText" : "copyHtml")),
      showProblem,
    );
  return (
    <div className="k-row k-noprint">
      {(["text", "html"] as const).map((form) => (
        <Button
          key={form}
          leftSection={<IconCopy size={18} stroke={1.6} aria-hidden="true" />}
          onClick={copy(form)}
        >
          {t(form === "text" ? "copyText" : "copyHtml")}
        </Button>
      ))}
    </div>
  );
}
