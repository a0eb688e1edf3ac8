import { useMantineColorScheme } from "@mantine/core";
import { Spotlight, spotlight } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import { useDebouncedValue } from "@mantine/hooks";
import {
  IconFile,
  IconList,
  IconMail,
  IconMoon,
  IconSearch,
  IconSun,
  IconUser,
  IconLanguage,
} from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { useSession } from "../api/index.ts";
import { setLocale, useLocale, useTexts } from "../i18n/index.ts";
import { useGo } from "../ui/navigation.tsx";
import type { PageRoute } from "../ui/page-route.ts";
import { useSearchHits, type SearchHit } from "./search.ts";
import { appTexts } from "./texts.ts";

interface Entry {
  id: string;
  label: string;
  description?: string;
  icon: ReactNode;
  run: () => void;
}

/** The command palette: pages, actions and, from two letters on, contacts and mailings of the account. */
export default function Palette({ routes }: { routes: PageRoute[] }): ReactNode {
  const t = useTexts(appTexts);
  const [query, setQuery] = useState("");
  const [asked] = useDebouncedValue(query.trim(), 200);
  const hits = useSearchHits(asked.length >= 2 ? asked : undefined);
  const pages = usePages(routes);
  const actions = useActions();
  useEffect(() => spotlight.open(), []);
  const go = useGo();
  const wanted = fold(query.trim());
  const matches = (entry: Entry): boolean =>
    wanted === "" || fold(`${entry.label} ${entry.description ?? ""}`).includes(wanted);
  const groups: { label: string; entries: Entry[] }[] = [
    {
      label: t("searchContacts"),
      entries: hits.contacts.map((hit) => entryOf(hit, <IconUser size={18} stroke={1.6} />, go)),
    },
    {
      label: t("searchMailings"),
      entries: hits.mailings.map((hit) => entryOf(hit, <IconMail size={18} stroke={1.6} />, go)),
    },
    {
      label: t("searchLists"),
      entries: hits.lists.map((hit) => entryOf(hit, <IconList size={18} stroke={1.6} />, go)),
    },
    { label: t("searchPages"), entries: pages.filter(matches) },
    { label: t("searchActions"), entries: actions.filter(matches) },
  ].filter((group) => group.entries.length > 0);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      size={560}
      yOffset={96}
      centered={false}
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      attributes={{ content: { "aria-label": t("search") } }}
      radius="lg"
      scrollable
      maxHeight={440}
    >
      <Spotlight.Search
        placeholder={t("search")}
        aria-label={t("search")}
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.entries.map((entry) => (
              <Spotlight.Action
                key={entry.id}
                label={entry.label}
                description={entry.description}
                leftSection={entry.icon}
                onClick={entry.run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>{t("searchNothing")}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function usePages(routes: PageRoute[]): Entry[] {
  const locale = useLocale();
  const { can } = useSession();
  const go = useGo();
  return routes
    .filter(
      (route) =>
        route.frame !== "bare" &&
        !route.unlisted &&
        !route.path.includes("$") &&
        (!route.permission || can(route.permission)),
    )
    .map((route) => ({
      id: route.path,
      label: route.title[locale],
      ...(route.keywords ? { description: route.keywords } : {}),
      icon: <IconFile size={18} stroke={1.6} />,
      run: () => go(route.path),
    }));
}

function useActions(): Entry[] {
  const t = useTexts(appTexts);
  const locale = useLocale();
  const { setColorScheme } = useMantineColorScheme();
  return [
    {
      id: "light",
      label: `${t("theme")}: ${t("light")}`,
      icon: <IconSun size={18} stroke={1.6} />,
      run: () => setColorScheme("light"),
    },
    {
      id: "dark",
      label: `${t("theme")}: ${t("dark")}`,
      icon: <IconMoon size={18} stroke={1.6} />,
      run: () => setColorScheme("dark"),
    },
    {
      id: "language",
      label: locale === "de" ? t("english") : t("german"),
      icon: <IconLanguage size={18} stroke={1.6} />,
      run: () => setLocale(locale === "de" ? "en" : "de"),
    },
  ];
}

function entryOf(hit: SearchHit, icon: ReactNode, go: (to: string) => void): Entry {
  return {
    id: hit.id,
    label: hit.title,
    ...(hit.subtitle ? { description: hit.subtitle } : {}),
    icon,
    run: () => go(hit.href),
  };
}

/** Case and umlauts do not matter while searching: "uber" finds "Über". */
function fold(text: string): string {
  return text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
