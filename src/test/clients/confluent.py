"""An ordinary client in Python:
   python3 confluent.py version
   python3 confluent.py produce BROKERS TOPIC KEY [NAME=VALUE...] < value
   python3 confluent.py consume BROKERS TOPIC...      all there is now, a line each as kcat -J prints it
"""
import json
import sys
import uuid

import confluent_kafka
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition

PATIENCE_SECONDS = 30


def version():
    print('confluent-kafka', confluent_kafka.version()[0], 'librdkafka', confluent_kafka.libversion()[0])


def produce(brokers, topic, key, *headers):
    def written(error, _):
        if error:
            raise KafkaException(error)

    producer = Producer({'bootstrap.servers': brokers})
    producer.produce(topic, sys.stdin.buffer.read(), key,
                     headers=[tuple(header.split('=', 1)) for header in headers], on_delivery=written)
    if producer.flush(PATIENCE_SECONDS):
        sys.exit('not written')


def consume(brokers, *topics):
    consumer = Consumer({'bootstrap.servers': brokers, 'group.id': 'ordinary-%s' % uuid.uuid4(),
                         'enable.auto.commit': False, 'enable.partition.eof': True})
    known = consumer.list_topics(timeout=PATIENCE_SECONDS).topics
    places = [(topic, partition) for topic in topics for partition in known[topic].partitions]
    consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for topic, partition in places])
    left = set(places)
    while left:
        message = consumer.poll(PATIENCE_SECONDS)
        if message is None:
            sys.exit('nothing came')
        elif not message.error():
            show(message)
        elif message.error().code() == KafkaError._PARTITION_EOF:
            left.discard((message.topic(), message.partition()))
        else:
            raise KafkaException(message.error())
    consumer.close()


def show(message):
    print(json.dumps({
        'topic': message.topic(), 'partition': message.partition(), 'offset': message.offset(),
        'ts': message.timestamp()[1],
        'headers': [text for name, value in message.headers() or [] for text in (name, value.decode())],
        'key': message.key().decode(), 'payload': message.value().decode()}))


{'version': version, 'produce': produce, 'consume': consume}[sys.argv[1]](*sys.argv[2:])
