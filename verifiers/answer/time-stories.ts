import { clock, duration, feet, type Story, upTo } from "./story.ts"

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

/** Times of day, durations, weekdays, speeds and lengths. */
export const TIME_STORIES: readonly Story[] = [
  {
    name: "arrival",
    steps: 3,
    format: "text",
    draw: (_reach, random) => [
      ...[5 + random.int(7), 10 + 5 * random.int(10)],
      ...[upTo(9, random), upTo(59, random)],
    ],
    isSound: ([hour, minute, hours, minutes, ...more]) =>
      minutes !== undefined &&
      more.length === 0 &&
      hour! >= 5 &&
      hour! < 12 &&
      hours! < 12 &&
      minute! >= 10 &&
      minute! < 60 &&
      minutes < 60 &&
      minutes >= 2,
    solve: ([hour, minute, hours, minutes]) => clock((hour! + hours!) * 60 + minute! + minutes!),
    check([hour, minute, hours, minutes]) {
      const carry = minute! + minutes! > 59 ? 1 : 0
      const rest = minute! + minutes! - 60 * carry
      const late = hour! + hours! + carry
      const half = late < 12 ? "am" : "pm"
      return `${late > 12 ? late - 12 : late}:${`${rest}`.padStart(2, "0")} ${half}`
    },
    tell: [
      (hour, minute, hours, minutes) =>
        `A train leaves at ${hour}:${minute} in the morning. The ride takes ${hours} hours and ` +
        `${minutes} minutes. At what time, am or pm, does it arrive?`,
      (hour, minute, hours, minutes) =>
        `Paula puts a cake mix to rest at ${hour}:${minute} in the morning, for ${hours} hours and ` +
        `${minutes} minutes. When, am or pm, is it ready?`,
      (hour, minute, hours, minutes) =>
        `A hike begins at ${hour}:${minute} in the morning and lasts ${hours} hours and ${minutes} ` +
        "minutes. What time is it at the end? Say am or pm.",
    ],
    slips: ([hour, minute, hours, minutes]) => [
      clock((hour! + hours!) * 60 + minute! + minutes! + 720),
      clock((hour! + hours! + 1) * 60 + minute! + minutes!),
      clock((hour! + hours!) * 60 + minute!),
      clock((hour! + hours!) * 60 + ((minute! + minutes! + 10) % 60)),
    ],
  },
  {
    name: "show",
    steps: 2,
    format: "number",
    draw: (reach, random) => [
      40 + random.int(Math.max(1, reach - 39)),
      upTo(9, random),
      upTo(15, random),
    ],
    isSound: (n) =>
      n.length === 3 && n[0]! + n[1]! * n[2]! > 60 && (n[0]! + n[1]! * n[2]!) % 60 > 0,
    solve: ([film, breaks, each]) => duration(film! + breaks! * each!),
    check([film, breaks, each]) {
      let [hours, minutes] = [0, film!]
      for (let i = 0; i < breaks!; i++) minutes += each!
      for (; minutes >= 60; minutes -= 60) hours++
      const many = (count: number) => (count === 1 ? "" : "s")
      return `${hours} hour${many(hours)} ${minutes} minute${many(minutes)}`
    },
    tell: [
      (film, breaks, each) =>
        `A film of ${film} minutes is interrupted by ${breaks} breaks of ${each} minutes each. How ` +
        "long does it all take, in hours and minutes?",
      (film, breaks, each) =>
        `Ben practises scales for ${film} minutes and then ${breaks} pieces for ${each} minutes ` +
        "each. For how many hours and minutes does he practise?",
      (film, breaks, each) =>
        `A bus drives for ${film} minutes and stops ${breaks} times on the way, for ${each} minutes ` +
        "each time. Give the time from start to end in hours and minutes.",
    ],
    slips: ([film, breaks, each]) => [
      duration(film! + each!),
      duration(film! + breaks! + each!),
      duration(film! + breaks! * each! + 60),
      duration(breaks! * each!),
    ],
  },
  {
    name: "weekday",
    steps: 2,
    format: "text",
    draw: (reach, random) => [upTo(reach, random), upTo(9, random), upTo(12, random)],
    isSound: (n) => n.length === 3 && n[0]! > n[1]! && weekday(n) > 0,
    solve: (n) => DAYS[weekday(n)]!,
    check([pages, work, free]) {
      let [day, left] = [0, pages!]
      for (;;) {
        left -= day % 7 < 5 ? work! : free!
        if (left <= 0) return DAYS[day % 7]!
        day++
      }
    },
    tell: [
      (pages, work, free) =>
        `A book has ${pages} pages. Starting on a Monday, Kim reads ${work} pages on every weekday ` +
        `and ${free} pages on every day of the weekend. On which day of the week is the book done?`,
      (pages, work, free) =>
        `A gardener has ${pages} bulbs to plant: ${work} on each weekday and ${free} on each day of ` +
        "the weekend. The first day is a Monday. On what day of the week is the last bulb planted?",
      (pages, work, free) =>
        `From a Monday on, a machine makes ${work} parts on every working day, five in a week, and ` +
        `${free} on every day of the weekend. On which day of the week is part number ${pages} ` +
        "made?",
    ],
    slips: (n) => [1, 2, 3, 5].map((step) => DAYS[(weekday(n) + step) % 7]!),
  },
  {
    name: "average-speed",
    steps: 3,
    format: "number",
    draw: (reach, random) => [
      ...[upTo(reach, random), upTo(6, random), upTo(reach, random), upTo(6, random)],
    ],
    isSound: (n) =>
      n.length === 4 && n[0] !== n[2] && (n[0]! * n[1]! + n[2]! * n[3]!) % (n[1]! + n[3]!) === 0,
    solve: ([fast, long, slow, short]) =>
      `${(fast! * long! + slow! * short!) / (long! + short!)} miles per hour`,
    check([fast, long, slow, short]) {
      let [miles, hours] = [0, 0]
      for (; hours < long!; hours++) miles += fast!
      for (; hours < long! + short!; hours++) miles += slow!
      let speed = 0
      while (speed * hours < miles) speed++
      return `${speed} miles per hour`
    },
    tell: [
      (fast, long, slow, short) =>
        `A car goes ${fast} miles per hour for ${long} hours and then ${slow} miles per hour for ` +
        `${short} hours. What is its average speed?`,
      (fast, long, slow, short) =>
        `For ${long} hours a ship makes ${fast} miles per hour, and for the next ${short} hours it ` +
        `makes ${slow} miles per hour. Find its mean speed over the whole time.`,
      (fast, long, slow, short) =>
        `A drone flies for ${long} hours at ${fast} miles per hour and for ${short} hours at ` +
        `${slow} miles per hour. How fast is it on average over the whole flight?`,
    ],
    slips: ([fast, long, slow, short]) => [
      `${(fast! + slow!) / 2} miles per hour`,
      `${fast! * long! + slow! * short!} miles`,
      `${fast! * long! + slow! * short!} miles per hour`,
      `${fast! + slow!} miles per hour`,
    ],
  },
  {
    name: "boards",
    steps: 3,
    format: "number",
    draw: (reach, random) => [upTo(Math.min(reach, 30), random), upTo(9, random), upTo(11, random)],
    isSound: (n) => n.length === 3 && n[2]! < 12 && (n[0]! * n[2]!) % 12 > 0,
    solve: ([count, whole, inches]) => feet(count! * (12 * whole! + inches!)),
    check([count, whole, inches]) {
      let [long, rest] = [0, 0]
      for (let i = 0; i < count!; i++) {
        long += whole!
        rest += inches!
        if (rest < 12) continue
        rest -= 12
        long++
      }
      return `${long} feet ${rest} ${rest === 1 ? "inch" : "inches"}`
    },
    tell: [
      (count, whole, inches) =>
        `A fence is made of ${count} boards, each ${whole} feet ${inches} inches wide, without ` +
        "gaps. How wide is the fence, in feet and inches?",
      (count, whole, inches) =>
        `Every shelf needs ${whole} feet ${inches} inches of wood. How many feet and inches of ` +
        `wood do ${count} shelves need?`,
      (count, whole, inches) =>
        `A rope is cut into ${count} pieces of ${whole} feet ${inches} inches and nothing is left ` +
        "over. Give the length of the rope in feet and inches.",
    ],
    slips: ([count, whole, inches]) => [
      `${count! * whole!} feet ${inches} inches`,
      feet(count! * (10 * whole! + inches!)),
      feet(count! * (12 * whole! + inches!) + 12),
      feet((count! + 1) * (12 * whole! + inches!)),
    ],
  },
  {
    name: "pipes",
    steps: 4,
    format: "number",
    draw: (reach, random) => [upTo(Math.min(reach, 60), random), upTo(Math.min(reach, 60), random)],
    isSound: ([one, other, ...more]) => {
      if (other === undefined || more.length > 0 || one === other) return false
      return (60 * one! * other) % (one! + other) === 0
    },
    solve: ([one, other]) => duration((60 * one! * other!) / (one! + other!)),
    check([one, other]) {
      // In `one * other` hours the two fill the pool `one + other` times.
      let minutes = 0
      while (minutes * (one! + other!) < 60 * one! * other!) minutes++
      return duration(minutes)
    },
    tell: [
      (one, other) =>
        `One pipe fills a pool in ${one} hours, another one in ${other} hours. How long do both ` +
        "together take, in hours and minutes?",
      (one, other) =>
        `Rita paints a barn in ${one} hours, and Carl needs ${other} hours for it. In what time do ` +
        "they paint it if they work side by side? Answer in hours and minutes.",
      (one, other) =>
        `Alone, an old printer needs ${one} hours for a job and a second one ${other} hours. For ` +
        "how many hours and minutes must both run to do the job once?",
    ],
    slips: ([one, other]) => [
      duration(30 * (one! + other!)),
      duration(60 * (one! + other!)),
      duration(60 * Math.abs(one! - other!)),
      duration((60 * one! * other!) / (one! + other!) + 60),
    ],
  },
]

/** The place in the week of the day on which the last one is done; whole weeks first. */
function weekday([pages, work, free]: readonly number[]): number {
  const left = (pages! - 1) % (5 * work! + 2 * free!)
  return left < 5 * work! ? Math.floor(left / work!) : 5 + Math.floor((left - 5 * work!) / free!)
}
