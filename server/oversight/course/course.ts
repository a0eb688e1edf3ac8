import type { Course } from "../../../contract/training.ts";
import type { Locale } from "../../platform/index.ts";
import { chaptersDe, promiseDe, questionsDe } from "./course-de.ts";
import { chaptersEn, promiseEn, questionsEn } from "./course-en.ts";

export interface Chapter {
  id: string;
  title: string;
  paragraphs: string[];
  example: { title: string; text: string };
  remember: string;
}

export interface Question {
  id: string;
  question: string;
  answers: string[];
  explanation: string;
}

/** Changes with the contents; certificates name it. */
export const COURSE_VERSION = "2026-11";
const MINUTES = 15;

/** Which answer is right, by question; the same in both languages. */
const RIGHT: Readonly<Record<string, number>> = {
  permission: 1,
  covert: 2,
  tools: 0,
  rights: 2,
  incident: 1,
};

const chapters: Readonly<Record<Locale, Chapter[]>> = { de: chaptersDe, en: chaptersEn };
const questions: Readonly<Record<Locale, Question[]>> = { de: questionsDe, en: questionsEn };

/** The course as it is read: without the solutions. */
export const readCourse = (locale: Locale): Course => ({
  version: COURSE_VERSION,
  minutes: MINUTES,
  chapters: chapters[locale],
  questions: questions[locale].map(({ id, question, answers }) => ({ id, question, answers })),
  promise: locale === "de" ? promiseDe : promiseEn,
});

export interface Marked {
  id: string;
  correct: boolean;
  right: number;
  explanation: string;
}

/** Marks given answers, numbered from 0; a missing one is wrong. */
export const mark = (answers: Readonly<Record<string, number>>, locale: Locale): Marked[] =>
  questions[locale].map(({ id, explanation }) => ({
    id,
    correct: answers[id] === RIGHT[id],
    right: RIGHT[id]!,
    explanation,
  }));
