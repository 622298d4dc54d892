/**
 * The knowledge base (知识库): entries in, decisions out.
 *
 * <p>Lives here: {@link org.qingsheng.knowledge.Entry}, {@link org.qingsheng.knowledge.Query},
 * {@link org.qingsheng.knowledge.Match}, {@link org.qingsheng.knowledge.Decision} and the one door,
 * {@link org.qingsheng.knowledge.Knowledge}. Below it: text, index, ranking, evaluation, exchange.
 *
 * <p>Does not live here: platforms, tickets, people, SQL. Knowledge is given entries and answers
 * queries.
 */
@NullMarked
package org.qingsheng.knowledge;

import org.jspecify.annotations.NullMarked;
