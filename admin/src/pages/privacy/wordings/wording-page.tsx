import { SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { WordingVersionView, WordingView } from "../../../../../contract/consent.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Grid,
  Loaded,
  Page,
  PageSkeleton,
  Problem,
  useLocale,
  useRouteParam,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import { ApiError } from "../../../api/index.ts";
import { Proven } from "../cockpit.tsx";
import { newVersionPath, places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { DiffCard } from "./diff-card.tsx";
import { texts } from "./texts.ts";
import { VersionCard } from "./version-card.tsx";
import { VersionList } from "./version-list.tsx";
import { newestVersions } from "./wording-state.ts";
import "./wordings.css";

/** One wording with all its versions: read, compare, approve. */
export default function WordingPage(): ReactNode {
  const id = useRouteParam("id");
  const query = useApiQuery<{ items: WordingView[] }>("/wordings");
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(data) => {
        const wording = data.items.find((item) => item.id === id);
        return wording ? (
          <Wording wording={wording} />
        ) : (
          <Problem error={new ApiError(404, { code: "not_found" })} />
        );
      }}
    </Loaded>
  );
}

function Wording({ wording }: { wording: WordingView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const own = useLocale();
  const [search, setSearch] = useSearch();
  const newest = newestVersions(wording);
  const locales = newest.map((version) => version.locale);
  const selected: WordingVersionView | undefined =
    wording.versions.find((version) => version.id === search["version"]) ??
    newest.find((version) => version.locale === own) ??
    newest[0];
  if (!selected) return null;
  const others = wording.versions.filter(
    (version) => version.locale === selected.locale && version.id !== selected.id,
  );
  return (
    <Page
      title={wording.name}
      crumbs={[
        { label: tShared("title"), to: places.overview },
        { label: tShared("tabs.wordings"), to: places.wordings },
      ]}
      meta={tShared(`purposes.${wording.purpose}`)}
      actions={
        can("wordings.write") && (
          <ButtonLink
            to={newVersionPath(wording.id)}
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
          >
            {t("newVersion")}
          </ButtonLink>
        )
      }
    >
      <Grid>
        <div className="c8 k-stack-lg">
          {locales.length > 1 && (
            <SegmentedControl
              className="pv-lang"
              aria-label={t("language")}
              value={selected.locale}
              onChange={(locale) =>
                setSearch({ version: newest.find((version) => version.locale === locale)?.id })
              }
              data={locales.map((locale) => ({
                value: locale,
                label: tShared(`locale.${locale}`),
              }))}
            />
          )}
          <VersionCard key={selected.id} wording={wording} version={selected} />
          {others.length > 0 && (
            <DiffCard key={`diff ${selected.id}`} version={selected} others={others} />
          )}
        </div>
        <div className="c4 k-stack-lg">
          <VersionList
            wording={wording}
            locale={selected.locale}
            selected={selected.id}
            onSelect={(version) => setSearch({ version })}
          />
          <Proven>{t("proven")}</Proven>
        </div>
      </Grid>
    </Page>
  );
}
