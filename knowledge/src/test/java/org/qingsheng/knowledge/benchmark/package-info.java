/**
 * How long one decision takes. Lives here: JMH benchmarks and the generated base they run on. Does
 * not live here: tests; nothing here runs in the build.
 */
@NullMarked
package org.qingsheng.knowledge.benchmark;

import org.jspecify.annotations.NullMarked;
